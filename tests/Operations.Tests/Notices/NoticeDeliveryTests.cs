using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Operations.Notices;
using Ecom389.Monitor.Operations.Tests.Schedule;
using Microsoft.Extensions.Logging;

namespace Ecom389.Monitor.Operations.Tests.Notices;

public sealed class NoticeDeliveryTests
{
    private const string Password = "mật-khẩu-thư-7788";
    private const string HookSecret = "khoá-webhook-9911";

    private readonly TestTime _time = new("2026-11-23 07:00");

    [Fact]
    public async Task A_failed_night_reaches_people_by_mail_and_programs_by_a_signed_webhook()
    {
        using var folder = new TemporaryFolder();
        await using var mail = new MailListener();
        await using var hook = await HookListener.StartAsync();
        await using var schedule = new ScheduleFixture(_time, new TestJob((_, _) => throw new IOException("đĩa đầy")));
        var settings = Settings(folder, mail.Port, hook.Url);
        var (board, delivery, _) = Make(schedule.Store.Outbox, settings);

        await board.PausedAsync("2026-11-22", [new SourceSummary { SourceId = "san-a", Name = "Sàn A", Outcome = ScanOutcome.Paused, Code = "challenge", Message = "cần người xem" }], CancellationToken.None);
        await board.PausedAsync("2026-11-22", [new SourceSummary { SourceId = "san-a", Name = "Sàn A", Outcome = ScanOutcome.Paused, Code = "challenge", Message = "cần người xem" }], CancellationToken.None);
        Assert.Equal(2, await delivery.DeliverAsync(CancellationToken.None));
        Assert.Equal(0, await delivery.DeliverAsync(CancellationToken.None));

        var message = Assert.Single(mail.Messages);
        Assert.Contains("Message-ID: <", message, StringComparison.Ordinal);
        Assert.Contains("san-a (challenge)", Encoding.UTF8.GetString(Convert.FromBase64String(message[(message.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].ReplaceLineEndings(""))), StringComparison.Ordinal);
        Assert.Equal(2, mail.Recipients.Count);
        Assert.Equal("gui:" + Password, Assert.Single(mail.Logins));
        var (signature, body) = Assert.Single(hook.Received);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HookSecret), Encoding.UTF8.GetBytes(body))), signature);
        Assert.Contains("\"source-paused\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_is_tried_later_and_later_and_nothing_is_lost_by_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using var mail = new MailListener(refuse: 2);
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        var settings = Settings(folder, mail.Port, null);
        settings = settings with { Mail = settings.Mail! with { To = ["truc@example.vn"] } };
        var (board, delivery, _) = Make(schedule.Store.Outbox, settings);
        await board.DueAsync("2026-11-23", "- một mục\n", 1, CancellationToken.None);

        Assert.Equal(0, await delivery.DeliverAsync(CancellationToken.None));
        Assert.Equal(0, await delivery.DeliverAsync(CancellationToken.None));
        _time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(0, await delivery.DeliverAsync(CancellationToken.None));
        // Another delivery, as after a restart.
        var (_, again, logs) = Make(schedule.Store.Outbox, settings);
        _time.Now += TimeSpan.FromMinutes(5);
        var sent = await again.DeliverAsync(CancellationToken.None);
        Assert.Equal("", string.Join('\n', logs.Lines));
        Assert.Equal(1, sent);
        Assert.Single(mail.Messages);
        Assert.Equal(new OutboxCounts(0, 0), await schedule.Store.Outbox.CountsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task After_three_days_a_notice_is_given_up_and_counted()
    {
        using var folder = new TemporaryFolder();
        await using var hook = await HookListener.StartAsync([.. Enumerable.Repeat(500, 100)]);
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        var (board, delivery, logs) = Make(schedule.Store.Outbox, Settings(folder, null, hook.Url));
        await board.DueAsync("2026-11-23", "- một mục\n", 1, CancellationToken.None);

        for (var hour = 0; hour < 96; hour++)
        {
            await delivery.DeliverAsync(CancellationToken.None);
            _time.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal(new OutboxCounts(0, 1), await schedule.Store.Outbox.CountsAsync(CancellationToken.None));
        Assert.InRange(hook.Received.Count, 10, 30);
        Assert.Contains(logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deliverer_stopped_in_the_middle_gives_its_notice_to_the_next_at_once_and_no_other_sends_it_meanwhile()
    {
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        var notice = new Notice("due:2026-11-23", "mail", "due-dates", "Việc đến hạn", "- một mục");
        await schedule.Store.Outbox.AddAsync([notice], _time.Now, CancellationToken.None);
        var (stuck, free) = (new StuckChannel(), new KeepingChannel());
        var first = new NoticeDelivery(schedule.Store.Outbox, new Dictionary<string, INoticeChannel> { ["mail"] = stuck }, _time, new LogLines());
        var second = new NoticeDelivery(schedule.Store.Outbox, new Dictionary<string, INoticeChannel> { ["mail"] = free }, _time, new LogLines());
        using var stop = new CancellationTokenSource();
        var delivering = first.DeliverAsync(stop.Token);
        await stuck.Reached;
        Assert.Equal(0, await second.DeliverAsync(CancellationToken.None));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
        Assert.Equal(1, await second.DeliverAsync(CancellationToken.None));
        Assert.Equal([notice], free.Sent);
        Assert.Equal(0, await second.DeliverAsync(CancellationToken.None));
    }

    [Fact]
    public async Task No_secret_is_ever_logged_nor_kept_with_a_failure()
    {
        using var folder = new TemporaryFolder();
        await using var mail = new MailListener(refuse: 1000);
        await using var hook = await HookListener.StartAsync([.. Enumerable.Repeat(403, 100)]);
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        var settings = Settings(folder, mail.Port, hook.Url);
        var (board, delivery, logs) = Make(schedule.Store.Outbox, settings);
        await board.DueAsync("2026-11-23", "- một mục\n", 1, CancellationToken.None);
        await delivery.DeliverAsync(CancellationToken.None);
        // Also when nothing listens at all.
        var (_, nobody, others) = Make(schedule.Store.Outbox, settings with { Mail = settings.Mail! with { Port = 1 }, Webhooks = [settings.Webhooks[0] with { Url = new("http://127.0.0.1:1/very-secret-path") }] });
        _time.Now += TimeSpan.FromMinutes(2);
        await nobody.DeliverAsync(CancellationToken.None);

        var written = string.Join('\n', logs.Lines.Concat(others.Lines)) + settings + System.Text.Json.JsonSerializer.Serialize(settings);
        Assert.Equal(4, logs.Lines.Count + others.Lines.Count);
        foreach (var secret in new[] { Password, HookSecret, Convert.ToBase64String(Encoding.UTF8.GetBytes(Password)) }) Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-path", string.Join('\n', logs.Lines.Concat(others.Lines)), StringComparison.Ordinal);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={schedule.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(last_error, '|') FROM outbox";
        var errors = (string)(await command.ExecuteScalarAsync())!;
        Assert.NotEmpty(errors);
        Assert.DoesNotContain(Password, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret-path", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task High_value_suspicions_are_told_by_id_without_a_word_of_the_seller()
    {
        await using var schedule = new ScheduleFixture(_time, new TestJob());
        using var folder = new TemporaryFolder();
        var (board, _, _) = Make(schedule.Store.Outbox, Settings(folder, 25, null));
        var item = Guid.CreateVersion7();

        await board.HighValueAsync("scan-night", "2026-11-22", [new(item, "san-a", 0.97, ["counterfeit"])], CancellationToken.None);

        var notice = Assert.Single(await schedule.Store.Outbox.DueAsync(_time.Now, 10, CancellationToken.None)).Notice;
        Assert.Contains($"/muc/{item:D}", notice.Body, StringComparison.Ordinal);
        Assert.Contains("Nghi vấn", notice.Body, StringComparison.Ordinal);
    }

    /// <summary>A server that takes the connection and never answers.</summary>
    private sealed class StuckChannel : INoticeChannel
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public Task SendAsync(Notice notice, DateTimeOffset writtenAt, CancellationToken cancellationToken)
        {
            _reached.SetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private sealed class KeepingChannel : INoticeChannel
    {
        public ConcurrentQueue<Notice> Sent { get; } = new();

        public Task SendAsync(Notice notice, DateTimeOffset writtenAt, CancellationToken cancellationToken)
        {
            Sent.Enqueue(notice);
            return Task.CompletedTask;
        }
    }

    private static NotificationSettings Settings(TemporaryFolder folder, int? mail, Uri? hook)
    {
        var password = Secret.TryOpen(folder.File("mail.txt", Password + "\n"), out _);
        var secret = Secret.TryOpen(folder.File("hook.txt", HookSecret + "\n"), out _);
        return new(mail is { } port ? new MailServer("127.0.0.1", port, "may@example.vn", ["truc@example.vn", "lanh-dao@example.vn"], false, "gui", password) : null, hook is null ? [] : [new Webhook("truc", hook, secret)], 0.9);
    }

    private (NoticeBoard Board, NoticeDelivery Delivery, LogLines Logs) Make(IOutboxStore outbox, NotificationSettings settings)
    {
        var logs = new LogLines();
        return (new NoticeBoard(outbox, settings, _time), new NoticeDelivery(outbox, NoticeDelivery.Channels(settings, new HttpClient()), _time, logs), logs);
    }
}

/// <summary>Keeps what is logged, exceptions included.</summary>
internal sealed class LogLines : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
}
