using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>The program as its administrator runs it: started, watched, stopped, backed up, brought back.</summary>
public sealed partial class OperationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_comes_up_ready_logs_json_lines_and_ends_in_order_when_it_is_told_to()
    {
        using var process = Ecom389.Start(["serve", "--data", Data, "--url", "http://127.0.0.1:0"]);
        process.StandardInput.Close();
        var lines = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains("the schedule runs", StringComparison.Ordinal)) break;
        }

        using var client = new HttpClient { BaseAddress = new(Address().Match(string.Join('\n', lines)).Groups["url"].Value) };
        Assert.Contains("ready", await client.GetStringAsync("/health/ready"), StringComparison.Ordinal);
        Assert.Contains("# TYPE ecom389_queue_open gauge", await client.GetStringAsync("/metrics"), StringComparison.Ordinal);

        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])!) await kill.WaitForExitAsync();
        lines.AddRange((await process.StandardError.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        var logged = lines.Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.NotEmpty(logged);
        Assert.All(logged, entry => Assert.True(entry.TryGetProperty("Timestamp", out _) && entry.TryGetProperty("LogLevel", out _) && entry.TryGetProperty("Message", out _)));
        // The one-time password is for whoever reads the terminal, never for the log.
        var password = Password().Match(string.Join('\n', lines.Where(line => !line.StartsWith('{')))).Groups["password"].Value;
        Assert.NotEmpty(password);
        Assert.DoesNotContain(lines.Where(line => line.StartsWith('{')), line => line.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_fault_of_both_configuration_files_is_told_before_anything_is_opened()
    {
        _folder.File("crawler.json", "{ \"sources\": [ { \"id\": \"X y\", \"channel\": \"shop\" } ] }");
        _folder.File("operations.json", "{ \"schedule\": [ { \"id\": \"a\", \"kind\": \"scan\", \"cron\": \"nightly\" } ], \"backup\": { \"keep\": 0 } }");

        foreach (var command in new[] { "serve", "work" })
        {
            var run = await Ecom389.RunAsync([command, "--data", Data], folder: _folder.Path);

            Assert.Equal(2, run.Exit);
            Assert.Matches(@"crawler\.json:1: sources\[0\]\.id", run.Error);
            Assert.Matches(@"crawler\.json:1: sources\[0\]\.channel", run.Error);
            Assert.Matches(@"operations\.json:1: schedule\[0\]\.cron", run.Error);
            Assert.Matches(@"operations\.json:1: backup\.keep", run.Error);
            Assert.False(Directory.Exists(Data));
        }
    }

    [Fact]
    public async Task A_job_run_by_hand_needs_an_administrator_and_is_run_once_a_date()
    {
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "an", "--role", "administrator", "--as", "an", "--data", Data])).Exit);
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "lan", "--as", "an", "--data", Data])).Exit);

        Assert.Equal(2, (await Ecom389.RunAsync(["jobs", "run", "backup", "--as", "lan", "--reason", "thử", "--data", Data])).Exit);
        Assert.Equal(2, (await Ecom389.RunAsync(["jobs", "run", "backup", "--as", "an", "--reason", " ", "--data", Data])).Exit);
        var first = await Ecom389.RunAsync(["jobs", "run", "backup", "--as", "an", "--reason", "trước khi nâng cấp", "--data", Data]);
        Assert.Equal(0, first.Exit);
        Assert.Contains(": done: ", first.Output, StringComparison.Ordinal);
        Assert.Contains("nothing to do", (await Ecom389.RunAsync(["jobs", "run", "backup", "--as", "an", "--reason", "lần nữa", "--data", Data])).Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(Path.Combine(Data, "backups")));

        var listed = (await Ecom389.RunAsync(["jobs", "list", "--json", "--data", Data])).Lines.Select(line => JsonDocument.Parse(line).RootElement).Single(job => job.GetProperty("id").GetString() == "backup");
        Assert.Equal("done", listed.GetProperty("last").GetProperty("state").GetString());
        Assert.Equal("trước khi nâng cấp", listed.GetProperty("last").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_backup_restores_into_an_empty_folder_and_a_store_of_a_newer_version_is_refused()
    {
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "an", "--role", "administrator", "--as", "an", "--data", Data])).Exit);
        var backup = (await Ecom389.RunAsync(["backup", "--out", Path.Combine(_folder.Path, "backups"), "--data", Data])).Lines.Single();
        var restored = Path.Combine(_folder.Path, "restored");
        var run = await Ecom389.RunAsync(["restore", backup, "--data", restored]);
        Assert.Equal(0, run.Exit);
        Assert.Contains("ok    integrity", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await Ecom389.RunAsync(["restore", backup, "--data", restored])).Exit);

        SQLitePCL.Batteries_V2.Init();
        await using (var store = new SqliteConnection($"Data Source={Path.Combine(restored, "ecom389.db")};Pooling=False"))
        {
            await store.OpenAsync();
            await using var newer = store.CreateCommand();
            newer.CommandText = "INSERT INTO schema_migrations VALUES (9999, '9999_future.sql', 'x', 0)";
            await newer.ExecuteNonQueryAsync();
        }

        foreach (var command in new[] { new[] { "serve" }, ["work"], ["scan"], ["check"], ["jobs", "list"] })
        {
            var refused = await Ecom389.RunAsync([.. command, "--data", restored]);
            Assert.Equal(2, refused.Exit);
            Assert.Contains("9999_future.sql", refused.Error, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"review site: (?<url>http://\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();

    [GeneratedRegex(@"one-time password: (?<password>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Password();
}
