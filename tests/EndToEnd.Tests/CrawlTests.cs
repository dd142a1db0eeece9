using System.Diagnostics;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>What a crawl must withstand, with the real program.</summary>
public sealed class CrawlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_three_times_a_crawl_of_5000_pages_ends_as_if_undisturbed_and_fetches_nothing_twice()
    {
        var bench = Path.Combine(Repository.Root, "artifacts", "bin", "Ecom389.Monitor.Bench.Crawl", "release", "Ecom389.Monitor.Bench.Crawl");
        using var process = Process.Start(new ProcessStartInfo(bench, ["kill", "5000", "3", "389"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await error);
        Assert.Contains("5000 disturbed, 0 differ; 0 pages fetched again", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_canary_fails_the_run_and_says_where_it_was_lost()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "rules"), "*", SearchOption.AllDirectories))
            _folder.File(Path.GetRelativePath(Repository.Root, file), await File.ReadAllTextAsync(file));
        _folder.File("rules/canaries.yaml", """
            canaries:
              - {id: hien-lanh, code: counterfeit, title: "Kẹp sách gỗ {token}", description: "Kẹp sách bằng gỗ, tự làm, tặng kèm túi vải.", priceVnd: 25000, category: other-non-ict}
            """);
        var config = _folder.File("crawler.json", """{"schemaVersion": 1, "sources": []}""");
        var result = await Ecom389.RunAsync(["scan", "--config", config, "--data", "d"], folder: _folder.Path);

        Assert.Equal(1, result.Exit);
        Assert.Contains("hien-lanh (not-flagged)", result.Error, StringComparison.Ordinal);
        Assert.Contains("0/1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_holds_for_the_next_scan_until_it_is_lifted()
    {
        var data = Path.Combine(_folder.Path, "d");
        var config = _folder.File("crawler.json", """{"schemaVersion": 1, "sources": [{"id": "xa", "channel": "website", "start": ["http://khong-ai.invalid/"]}]}""");
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "hoa", "--role", "administrator", "--as", "hoa", "--data", data])).Exit);
        Assert.Equal(2, (await Ecom389.RunAsync(["stop", "--reason", "thử", "--as", "nguoi-la", "--data", data])).Exit);
        Assert.Equal(0, (await Ecom389.RunAsync(["stop", "--reason", "Sàn báo quá tải", "--as", "hoa", "--data", data])).Exit);

        var stopped = await Ecom389.RunAsync(["scan", "--config", config, "--data", data]);
        Assert.Equal(3, stopped.Exit);
        Assert.Contains("công tắc", stopped.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await Ecom389.RunAsync(["resume", "--as", "hoa", "--data", data])).Exit);
        var again = await Ecom389.RunAsync(["scan", "--config", config, "--data", data]);
        Assert.DoesNotContain("công tắc", again.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await Ecom389.RunAsync(["resume", "--as", "hoa", "--data", data])).Exit);
    }

    [Fact]
    public async Task A_mandate_to_set_robots_aside_needs_a_second_person()
    {
        var data = Path.Combine(_folder.Path, "d");
        var config = _folder.File("crawler.json", """
            {"schemaVersion": 1, "sources": [{"id": "xa", "channel": "website", "start": ["http://khong-ai.invalid/"],
              "robots": {"override": {"basis": "Luật Thanh tra 2025", "decision": "12/QĐ-TTr", "date": "2026-11-01"}}}]}
            """);
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "hoa", "--role", "administrator", "--as", "hoa", "--data", data])).Exit);
        Assert.Equal(0, (await Ecom389.RunAsync(["user", "add", "lan", "--role", "inspector", "--as", "hoa", "--data", data])).Exit);

        Assert.Equal(0, (await MandateAsync("ask", "hoa")).Exit);
        var own = await MandateAsync("approve", "hoa");
        Assert.Equal(1, own.Exit);
        Assert.Contains("không được tự duyệt", own.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await MandateAsync("approve", "lan")).Exit);
        Assert.Equal(1, (await MandateAsync("ask", "hoa")).Exit);

        Task<RunResult> MandateAsync(string step, string who) => Ecom389.RunAsync(["sources", "mandate", "xa", step, "--config", config, "--reason", "Thanh tra chuyên đề", "--as", who, "--data", data]);
    }
}
