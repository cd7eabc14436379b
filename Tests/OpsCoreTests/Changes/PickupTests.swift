internal import Testing

@testable import OpsCore

/// system 9 row 4: nobody is promised who has not been seen.
@Suite struct PickupTests {
  private func pickup(
    workers: [Pickup.Worker] = [], jobs: QueueJobs = .found([]), trigger: [String]? = nil
  ) -> Pickup {
    Pickup(
      entryStatus: "pending", workers: workers, jobs: jobs, trigger: trigger, batch: "b-1")
  }

  @Test("Without heartbeat and job it says that nothing polls, and shows the trigger")
  func nothingPolls() {
    let notes = pickup(trigger: ["run-batch", "--batch-id", "{batch}"]).notes
    #expect(notes.contains { $0.contains("nothing is seen that polls pending") })
    #expect(notes.contains("start it with: run-batch --batch-id b-1"))
  }

  @Test("Without a trigger it says that there is none")
  func noTrigger() {
    #expect(pickup().notes.contains("the profile names no trigger command"))
  }

  @Test("A heartbeat is called evidence, not a promise, and its text cannot reach the terminal raw")
  func heartbeat() {
    let notes = pickup(workers: [.init(id: "w\u{1B}[2J", type: "ingest", secondsAgo: 3)]).notes
    #expect(notes.count == 1)
    #expect(notes[0].hasPrefix("evidence: worker "))
    #expect(!notes[0].contains("\u{1B}"))
  }

  @Test("A queue that cannot be read is said to be unreadable")
  func unreadable() {
    #expect(pickup(jobs: .unreadable).notes.contains("ops.job_queue cannot be read by this role"))
  }

  private func job(_ status: String, worker: String?) -> QueueJobs {
    .found([
      QueueJob(
        id: "7", type: "ingest_csv", status: status, version: "1", worker: worker, batch: "b-1")
    ])
  }

  @Test("A job that waits is named with its batch; without a worker nothing polls all the same")
  func waitingJob() {
    let waiting = job("pending", worker: nil)
    let alone = pickup(jobs: waiting, trigger: ["run"]).notes
    #expect(alone[0] == "queue job 7 (ingest_csv, pending) names batch b-1")
    #expect(alone[1].hasPrefix("nothing is seen that polls pending: no worker heartbeat in 2m;"))
    #expect(alone[2] == "start it with: run")
    let taken = pickup(workers: [.init(id: "w", type: "", secondsAgo: 3)], jobs: waiting).notes
    #expect(taken.count == 2)
  }

  @Test(
    "A job in the hands of a worker says whether that worker was seen; a dead one takes nothing")
  func processingJob() {
    let held = job("processing", worker: "w-1")
    let dead = pickup(jobs: held, trigger: ["run"]).notes
    #expect(
      dead[0] == "queue job 7 (ingest_csv, processing, worker w-1) names batch b-1;"
        + " that worker has not been seen in 2m")
    #expect(dead[1].hasPrefix("nothing is seen that polls pending"))
    #expect(dead.last == "start it with: run")
    let alive = pickup(workers: [.init(id: "w-1", type: "", secondsAgo: 3)], jobs: held).notes
    #expect(alive[0].hasSuffix("that worker was seen 3s ago"))
    #expect(!alive.contains { $0.hasPrefix("nothing is seen") })
  }
}
