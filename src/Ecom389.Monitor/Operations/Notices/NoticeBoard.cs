using System.Globalization;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Notices;

/// <summary>A flagged listing whose item was opened by a scan.</summary>
internal sealed record OpenedItem(Guid Item, string Source, double Priority, IReadOnlyList<string> Codes);

/// <summary>
/// What people are told, put into the outbox once for each channel configured. Texts name ids, sources and counts, never what a
/// seller wrote or who he is, and speak of suspicion only.
/// </summary>
internal sealed class NoticeBoard
{
    private const int Listed = 20;

    private readonly IOutboxStore _outbox;
    private readonly NotificationSettings _settings;
    private readonly TimeProvider _time;

    public NoticeBoard(IOutboxStore outbox, NotificationSettings settings, TimeProvider time)
    {
        _outbox = outbox;
        _settings = settings;
        _time = time;
    }

    /// <summary>Priority from which an opened item is worth a notice.</summary>
    public double HighValue => _settings.HighValue;

    /// <summary>A job failed or was done in part.</summary>
    public Task JobAsync(JobDefinition job, string slot, int attempt, JobOutcome outcome, CancellationToken cancellationToken) => AddAsync(
        string.Create(CultureInfo.InvariantCulture, $"job:{job.Id}:{slot}:{attempt}"),
        "night-failed",
        outcome.State == JobState.Failed ? $"Việc {job.Id} ngày {slot} không xong / job failed" : $"Việc {job.Id} ngày {slot} xong một phần / done in part",
        outcome.Message,
        cancellationToken);

    /// <summary>Sources that a scan could not read: a person must look.</summary>
    public Task PausedAsync(string slot, IReadOnlyList<SourceSummary> sources, CancellationToken cancellationToken) => sources.Count == 0 ? Task.CompletedTask : AddAsync(
        "paused:" + slot,
        "source-paused",
        string.Create(CultureInfo.InvariantCulture, $"{sources.Count} nguồn tạm dừng đêm {slot} / sources paused"),
        string.Join('\n', sources.Select(source => $"- {source.SourceId} ({source.Code}): {source.Message}")),
        cancellationToken);

    /// <summary>Items of high priority that a scan opened.</summary>
    public Task HighValueAsync(string job, string slot, IReadOnlyList<OpenedItem> items, CancellationToken cancellationToken)
    {
        if (items.Count == 0) return Task.CompletedTask;
        var body = new StringBuilder("Nghi vấn do phần mềm nêu, chờ người xem xét / suspicions raised by the program, for a person to look at:\n");
        foreach (var item in items.OrderByDescending(item => item.Priority).ThenBy(item => item.Item).Take(Listed))
            body.Append(CultureInfo.InvariantCulture, $"- {item.Priority:0.00}  {string.Join(", ", item.Codes)}  {item.Source}  /muc/{item.Item:D}\n");
        if (items.Count > Listed) body.Append(CultureInfo.InvariantCulture, $"… +{items.Count - Listed}\n");
        return AddAsync($"high-value:{job}:{slot}", "high-value", string.Create(CultureInfo.InvariantCulture, $"{items.Count} nghi vấn ưu tiên cao, {slot} / high-priority suspicions"), body.ToString(), cancellationToken);
    }

    /// <summary>Matters whose date is near or past.</summary>
    public Task DueAsync(string slot, string body, int count, CancellationToken cancellationToken) => AddAsync(
        "due:" + slot, "due-dates", string.Create(CultureInfo.InvariantCulture, $"{count} mục đến hạn, {slot} / matters due"), body, cancellationToken);

    private async Task AddAsync(string key, string kind, string subject, string body, CancellationToken cancellationToken)
    {
        var notices = _settings.Channels.Select(channel => new Notice(key, channel, kind, "[Ecom389] " + subject, body)).ToList();
        if (notices.Count > 0) await _outbox.AddAsync(notices, _time.GetUtcNow(), cancellationToken);
    }
}
