using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;
using Ecom389.Monitor.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

/// <summary>A job whose work is a delegate, counting its runs.</summary>
internal sealed class TestJob(Func<JobContext, CancellationToken, Task<JobOutcome>> work) : IScheduledJob
{
    private int _runs;

    public TestJob() : this((_, _) => Task.FromResult(JobOutcome.Done("xong"))) { }

    public int Runs => _runs;

    public List<string> Slots { get; } = [];

    public Task<JobOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        lock (Slots) Slots.Add(context.Slot);
        return work(context, cancellationToken);
    }
}

/// <summary>A store of its own with a runner on it.</summary>
internal sealed class ScheduleFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScheduleFixture(TimeProvider time, IScheduledJob job)
    {
        Time = time;
        Store = SqliteStore.Open(_folder["ecom389.db"], new ReviewPolicy(), time);
        Runner = MakeRunner(Store, job);
    }

    public TimeProvider Time { get; }

    public SqliteStore Store { get; }

    public JobRunner Runner { get; }

    public string Database => _folder["ecom389.db"];

    public JobRunner MakeRunner(SqliteStore store, IScheduledJob job)
    {
        var notices = new NoticeBoard(store.Outbox, new NotificationSettings(new MailServer("localhost", 25, "a@example.vn", ["b@example.vn"], false, null, null), [], 0.9), Time);
        return new(store.JobRuns, Enum.GetValues<JobKind>().ToDictionary(kind => kind, _ => job), notices, Time, NullLogger.Instance);
    }

    public Task<JobRun?> RunAsync(JobDefinition job, string slot, bool person = false, CancellationToken stop = default) => Runner.RunAsync(
        job, person ? new(job.Id, slot, "person", "an", "thử", Retry: true) : new(job.Id, slot, "schedule", "system:schedule", null, Retry: false), DateTimeOffset.MaxValue, stop);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
