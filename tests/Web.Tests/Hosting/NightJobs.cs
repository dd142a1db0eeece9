using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A schedule to look at: jobs in every state, with the words the test gives. Nothing runs.</summary>
internal sealed class NightJobs(TimeProvider time, string? words = null) : IJobDesk
{
    public Task<IReadOnlyList<JobLine>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<JobLine>>(
    [
        new("scan-night", "scan", "0 0 22 * * ?", "22:00–05:30", true, Run("scan-night", JobState.Partial, "schedule", words ?? "12.480 trang, 3 nguồn tạm dừng: cho-lon (challenge)"), time.GetUtcNow().AddHours(13)),
        new("backup-night", "backup", "0 30 5 * * ?", null, true, Run("backup-night", JobState.Done, "schedule", words ?? "1,2 GB, đã kiểm tra"), time.GetUtcNow().AddHours(20)),
        new("rescore", "rescore", "0 0 6 ? * SUN", null, true, Run("rescore", JobState.Failed, "person", words ?? "quy tắc counterfeit.yaml dòng 12: thiếu id"), time.GetUtcNow().AddDays(3)),
        new("retention", "retention", "0 0 4 1 * ?", null, false, null, null),
    ]);

    public async Task<IReadOnlyList<JobRun>> RunsAsync(string? job, int limit, CancellationToken cancellationToken) =>
        [.. (await ListAsync(cancellationToken)).Select(line => line.Last).OfType<JobRun>()];

    public Task<TriggerAnswer> TriggerAsync(string job, Actor who, string reason, bool again, CancellationToken cancellationToken) =>
        Task.FromResult(new TriggerAnswer(string.IsNullOrWhiteSpace(reason) ? TriggerResult.NoReason : TriggerResult.NothingToDo, "2026-11-22", null));

    private JobRun Run(string job, JobState state, string trigger, string message) => new(
        job, "2026-11-21", state, trigger, trigger == "person" ? "quan-tri" : "system:schedule", trigger == "person" ? words ?? "Sau khi sửa bộ quy tắc" : null, 1, time.GetUtcNow().AddHours(-10), time.GetUtcNow().AddHours(-4), message);
}
