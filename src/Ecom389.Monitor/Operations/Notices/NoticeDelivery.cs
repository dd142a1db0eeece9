using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;

namespace Ecom389.Monitor.Operations.Notices;

/// <summary>A way to people.</summary>
internal interface INoticeChannel
{
    /// <summary>Delivers, or throws <see cref="NoticeNotDeliveredException"/> with a reason that holds no secret.</summary>
    Task SendAsync(Notice notice, DateTimeOffset writtenAt, CancellationToken cancellationToken);
}

/// <summary>A notice could not be delivered now.</summary>
internal sealed class NoticeNotDeliveredException : Exception
{
    public NoticeNotDeliveredException() { }

    public NoticeNotDeliveredException(string message) : base(message) { }

    public NoticeNotDeliveredException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>Empties the outbox, beside those of other machines: at least once, later and later after failures, for three days at most.</summary>
internal sealed partial class NoticeDelivery
{
    private const int Batch = 50;

    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6)];

    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    /// <summary>How long a notice stays claimed by a deliverer that died. Far longer than any channel's own patience.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly IOutboxStore _outbox;
    private readonly IReadOnlyDictionary<string, INoticeChannel> _channels;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public NoticeDelivery(IOutboxStore outbox, IReadOnlyDictionary<string, INoticeChannel> channels, TimeProvider time, ILogger log)
    {
        _outbox = outbox;
        _channels = channels;
        _time = time;
        _log = log;
    }

    /// <summary>The channels that the configuration names.</summary>
    public static IReadOnlyDictionary<string, INoticeChannel> Channels(NotificationSettings settings, HttpClient client)
    {
        var channels = new Dictionary<string, INoticeChannel>(StringComparer.Ordinal);
        if (settings.Mail is { } mail) channels["mail"] = new MailChannel(mail);
        foreach (var hook in settings.Webhooks) channels["webhook:" + hook.Name] = new WebhookChannel(hook, client);
        return channels;
    }

    /// <summary>Delivers what is due, and again every half minute until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            do
            {
                try
                {
                    await DeliverAsync(cancellationToken);
                }
                catch (Exception fault) when (fault is IOException or System.Data.Common.DbException)
                {
                    LogStore(fault);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was not sent is in the store.
        }
    }

    /// <summary>One attempt at everything that is due; returns how many were delivered.</summary>
    public async Task<int> DeliverAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        for (var i = 0; i < Batch && await _outbox.ClaimAsync(_time.GetUtcNow(), Claim, cancellationToken) is { } waiting; i++)
        {
            string? failure;
            try
            {
                failure = await TryAsync(waiting, cancellationToken);
            }
            catch
            {
                // Stopped, or a fault that is no refusal: the next to look has it, not the next after the claim.
                await _outbox.ReleaseAsync(waiting, CancellationToken.None);
                throw;
            }

            var now = _time.GetUtcNow();
            if (failure is null)
            {
                await _outbox.SentAsync(waiting.Number, now, CancellationToken.None);
                sent++;
                continue;
            }

            var next = now + Waits[Math.Min(waiting.Attempts, Waits.Length - 1)];
            var givesUp = next - waiting.CreatedAt > Patience || !_channels.ContainsKey(waiting.Notice.Channel);
            LogFailed(givesUp ? LogLevel.Error : LogLevel.Warning, waiting.Notice.Key, waiting.Notice.Channel, waiting.Attempts + 1, failure);
            await _outbox.FailedAsync(waiting, failure, givesUp ? null : next, CancellationToken.None);
        }

        return sent;
    }

    private async Task<string?> TryAsync(WaitingNotice waiting, CancellationToken cancellationToken)
    {
        if (!_channels.TryGetValue(waiting.Notice.Channel, out var channel)) return "kênh không còn trong cấu hình / the channel is no longer configured";
        try
        {
            await channel.SendAsync(waiting.Notice, waiting.CreatedAt, cancellationToken);
            return null;
        }
        catch (NoticeNotDeliveredException undelivered)
        {
            return undelivered.Message;
        }
    }

    [LoggerMessage(Message = "notice {Key} by {Channel} was not delivered (attempt {Attempt}): {Reason}")]
    private partial void LogFailed(LogLevel level, string key, string channel, int attempt, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the outbox cannot be read now")]
    private partial void LogStore(Exception fault);
}
