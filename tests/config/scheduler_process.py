"""A scheduler in a process of its own, to be killed. Arguments: url, name."""

import sys
import threading
from datetime import UTC

from apscheduler.triggers.cron import CronTrigger

from config import scheduler
from storage.database import open_engine
from storage.leadership import AdvisoryLeadership
from storage.ticks import PostgresTicks


class EverySecond(scheduler.Schedule):
    def trigger(self):
        return CronTrigger(second="*", timezone=UTC)


def main(url, name):
    ticks = PostgresTicks(open_engine(url))
    lead = scheduler._lead

    def say_and_lead(*arguments):
        sys.stdout.write(f"{name} leads\n")
        sys.stdout.flush()
        lead(*arguments)

    scheduler._lead = say_and_lead
    schedule = EverySecond(name="purge", job="purge_expired", cron="* * * * *")
    leadership = AdvisoryLeadership(url)
    scheduler.run([schedule], ticks.defer, leadership, threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
