"""An implementation of iCalendar recurrence that shares nothing with ours: python3-icalendar reads, python3-dateutil
repeats wall times, zoneinfo turns them into moments. Reads JSON cases on stdin, writes each one's stretches."""
import datetime as dt
import json
import sys
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

UTC = dt.timezone.utc


def wall(value, zone):
    """A value as (naive wall time, zone)."""
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day), zone
    if value.tzinfo is None:
        return value, zone
    if value.utcoffset() == dt.timedelta(0) and getattr(value.tzinfo, "key", getattr(value.tzinfo, "zone", "UTC")) == "UTC":
        return value.replace(tzinfo=None), UTC
    return value.replace(tzinfo=None), ZoneInfo(getattr(value.tzinfo, "key", None) or value.tzinfo.zone)


def moment(naive, zone):
    # fold=0: the first of two, and a time that is never shown by the offset before (RFC 5545, 3.3.5).
    return naive.replace(tzinfo=zone, fold=0).astimezone(UTC)


def listed(event, name):
    found = event.get(name, [])
    return [each.dt for entry in (found if isinstance(found, list) else [found]) for each in entry.dts]


def expand(case):
    zone = ZoneInfo(case["timezone"])
    events = [each for each in Calendar.from_ical(case["ics"]).walk("VEVENT")]
    moved = {moment(*wall(e["RECURRENCE-ID"].dt, zone)): e for e in events if "RECURRENCE-ID" in e}
    stretches = []

    def add(event, naive, place):
        if str(event.get("STATUS", "")) == "CANCELLED":
            return
        start = moment(naive, place)
        first, _ = wall(event["DTSTART"].dt, zone)
        if "DURATION" in event:
            length = event["DURATION"].dt
            days = dt.timedelta(days=length.days)
            end = moment(naive + days, place) + (length - days)
        elif "DTEND" in event:
            last, there = wall(event["DTEND"].dt, zone)
            # The hand-over is at the same hour of the clock every time, as calendar programs show it. RFC 5545 3.8.5.3
            # could be read as the same number of hours; a shift that ends at 09:00 would then end at 10:00 once a year.
            end = moment(naive + (last - first), there)
        else:
            end = moment(naive + dt.timedelta(days=1), place) if not isinstance(event["DTSTART"].dt, dt.datetime) else start
        stretches.append((start, end))

    for event in events:
        naive, place = wall(event["DTSTART"].dt, zone)
        if "RECURRENCE-ID" in event:
            add(event, naive, place)
            continue
        # A start that its own rule does not name is undefined by RFC 5545 3.8.5.3; only what the rule names counts.
        times = set() if "RRULE" in event else {naive}
        if "RRULE" in event:
            text = event["RRULE"].to_ical().decode()
            parts = dict(part.split("=") for part in text.split(";"))
            if parts.get("UNTIL", "").endswith("Z"):
                until = dt.datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(place)
                parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%S")
            rule = rrulestr(";".join(f"{key}={value}" for key, value in parts.items()), dtstart=naive)
            limit = dt.datetime.fromisoformat(case["to"].replace("Z", "+00:00")).replace(tzinfo=None) + dt.timedelta(days=2)
            for each in rule:
                if each > limit:
                    break
                times.add(each)
        times |= {wall(each, zone)[0] if wall(each, zone)[1] == place else moment(*wall(each, zone)).astimezone(place).replace(tzinfo=None) for each in listed(event, "RDATE")}
        gone = {moment(*wall(each, zone)) for each in listed(event, "EXDATE")}
        for each in sorted(times):
            start = moment(each, place)
            if start not in gone and start not in moved:
                add(event, each, place)
    since, until = (dt.datetime.fromisoformat(case[key].replace("Z", "+00:00")) for key in ("from", "to"))
    shown = sorted({(s, e) for s, e in stretches if s < until and e > since and e > s})
    return [f"{s:%Y-%m-%dT%H:%MZ}/{e:%Y-%m-%dT%H:%MZ}" for s, e in shown]


print(json.dumps([expand(case) for case in json.load(sys.stdin)]))
