using System.CommandLine;
using System.Runtime;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>scan</c>: scans the configured sources now; an unfinished run is resumed.</summary>
internal static class ScanCommand
{
    public static Option<string> Config() => new("--config") { Description = "Tệp cấu hình / configuration file", DefaultValueFactory = _ => "crawler.json", HelpName = "F" };

    public static Command Make(Terminal terminal)
    {
        var config = Config();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var only = new Option<string[]>("--source") { Description = "Chỉ các nguồn này / only these sources", HelpName = "ID" };
        var maxPages = new Option<int?>("--max-pages") { Description = "Số trang nhiều nhất mỗi nguồn / pages a source at most", HelpName = "N" }.Between(1);
        var parallel = new Option<int?>("--parallel") { Description = $"Số nguồn quét cùng lúc / sources scanned at once ({ScanRunner.AtOnceAlone}; PostgreSQL {ScanRunner.AtOnceShared})", HelpName = "N" }.Between(1);
        var anyHour = new Option<bool>("--any-hour") { Description = "Bỏ qua giờ thu thập của nguồn / whatever the sources' hours" };
        var command = new Command("scan", """
            Quét các nguồn ngay bây giờ; lượt dở dang được làm tiếp. Với --json mỗi tin đã ghi bền là một dòng.
            Scans the sources now; an unfinished run goes on. With --json one line an acknowledged listing.

            Ví dụ / example:  ecom389 scan --source cho-cong-nghe --max-pages 50
            """) { config, data, json, only, maxPages, anyHour, parallel };
        command.SetAction(async (parsed, cancellation) =>
        {
            // Nobody waits for an answer here: collections need not run beside the work, which costs more of it.
            GCSettings.LatencyMode = GCLatencyMode.Batch;
            var installation = Installation.Of(parsed, data);
            var file = parsed.GetValue(config)!;
            var loaded = await CrawlerConfig.LoadAsync(file, cancellation);
            var chosen = Choose(file, loaded, parsed.GetValue(only) ?? [], parsed.GetValue(maxPages), parsed.GetValue(anyHour));
            var rules = RulePackLoader.Load(installation.Rules);
            var scorer = ScorerFactory.Load(installation, rules);
            await using var services = MonitorServices.Open(installation);
            var asJson = parsed.GetValue(json);
            var report = await ScanView.WatchAsync(terminal, chosen, progress => new ScanRunner(installation, services, scorer) { Parallel = parsed.GetValue(parallel) }
                .RunAsync(loaded, chosen, asJson ? listing => terminal.Output.WriteLine(ScanView.JsonLine(listing)) : null, progress, cancellation));
            if (!asJson) ScanView.WriteSummary(terminal, report, rules.Violations);
            else ScanView.WriteCanaries(terminal, report.Canaries);
            if (asJson) ScanView.WriteNotices(terminal, report.Notices);
            if (asJson) foreach (var source in report.Summary.Sources.Where(source => source.Outcome != ScanOutcome.Completed)) await terminal.Error.WriteLineAsync($"{source.SourceId}: {source.Message}");
            return report.ExitCode;
        });
        return command;
    }

    private static List<SourceDefinition> Choose(string file, CrawlerConfig config, string[] only, int? maxPages, bool anyHour)
    {
        var unknown = only.Where(id => config.Sources.All(source => source.Id != id)).ToList();
        if (unknown.Count > 0)
            throw new InvalidInputException(new InputError(file, null, "--source", $"không có nguồn / no such source: {string.Join(", ", unknown)}"));
        return [.. config.Sources
            .Where(source => only.Length == 0 || only.Contains(source.Id))
            .Select(source => anyHour ? source with { Limits = source.Limits with { Hours = null } } : source)
            .Select(source => maxPages is { } limit ? source with { Limits = source.Limits with { MaxPages = Math.Min(limit, source.Limits.MaxPages) } } : source)];
    }
}
