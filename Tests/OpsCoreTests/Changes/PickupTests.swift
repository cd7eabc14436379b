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

  @Test("A job is named with its batch")
  func job() {
    let job = QueueJob(
      id: "7", type: "ingest_csv", status: "pending", version: "1", worker: nil, batch: "b-1")
    #expect(
      pickup(jobs: .found([job])).notes == ["queue job 7 (ingest_csv, pending) names batch b-1"])
  }
}
