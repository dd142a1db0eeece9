using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Configuration;
using Ecom389.Monitor.Schedule;

namespace Ecom389.Monitor.Operations.Tests.Schedule;

public sealed class OperationsConfigTests
{
    [Fact]
    public async Task The_shipped_file_is_whole()
    {
        var config = await OperationsConfig.LoadAsync(Path.Combine(Repository.Root, "operations.json"), [], CancellationToken.None);

        Assert.Equal(Enum.GetValues<JobKind>().Order(), config.Schedule.Select(job => job.Kind).Order());
        Assert.All(config.Schedule, job => Assert.True(job.IsDaily));
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_line_and_field()
    {
        const string text = """
            {
              "schemaVersion": 1,
              "schedule": [
                { "id": "Đêm", "kind": "scan", "cron": "every night", "window": "22-6" },
                { "id": "a", "kind": "sweep", "cron": "0 0 1 * * ?", "sources": ["khong-co"] },
                { "id": "b", "kind": "backup", "cron": "0 0 1 * * ?", "from": "2026-01-02", "to": "2026-01-01" },
                { "id": "c", "kind": "backup", "cron": "0 0 1 * * ?" },
                { "id": "c", "kind": "backup", "cron": "0 0 2 * * ?", "from": "2026-01-01" }
              ],
              "notifications": { "mail": { "host": "x", "from": "nobody", "to": [], "user": "u" }, "webhooks": [{ "name": "w", "url": "ftp://x", "secretFile": "missing.txt" }] },
              "backup": { "keep": 0 },
              "disc": {}
            }
            """;

        var faults = Assert.Throws<InvalidInputException>(() => new OperationsConfigReader("operations.json", [new SourceDefinition { Id = "co", Name = "có", Channel = Channel.Website }]).Read(Encoding.UTF8.GetBytes(text))).Errors;

        Assert.Equal(
            [
                "backup.keep", "disc", "notifications.mail.from", "notifications.mail.to", "notifications.mail.user", "notifications.webhooks[0].secretFile", "notifications.webhooks[0].url",
                "schedule[0].cron", "schedule[0].id", "schedule[0].window", "schedule[1].kind", "schedule[1].sources[0]", "schedule[2].to", "schedule[4].id",
            ],
            faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.True(fault.Line > 1));
    }

    [Fact]
    public void A_secret_never_shows_itself()
    {
        using var folder = new TemporaryFolder();
        var secret = Secret.TryOpen(folder.File("password.txt", "hunter2\n"), out var problem);

        Assert.Null(problem);
        Assert.Equal("hunter2", secret!.Read());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(new { secret }), StringComparison.Ordinal);
    }
}
