using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Rules.Backtesting;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>rules backtest</c>: what a changed pack would have flagged and let go, on stored listings or labelled files.</summary>
internal static class RulesBacktestCommand
{
    /// <summary>Snapshots read from the store at once.</summary>
    private const int Page = 500;

    public static Command Make(Terminal terminal)
    {
        var pack = new Option<string>("--pack") { Description = "Tệp bộ quy tắc đã sửa, hoặc mã bộ đang cài (bật draft, shadow) / a changed pack file, or the id of an installed pack (its drafts and shadows switched on)", Required = true, HelpName = "P" };
        var since = new Option<DateOnly?>("--since") { Description = "Chỉ tin thu từ ngày này (giờ Việt Nam) / only listings captured from this day on", HelpName = "YYYY-MM-DD" };
        var examples = new Option<int>("--examples") { Description = "Số ví dụ mỗi loại / examples of each kind", DefaultValueFactory = _ => 10, HelpName = "N" }.Between(0, 1000);
        var data = new Option<string[]>("--data") { Description = "Tệp .jsonl để thử, hoặc thư mục kho (mặc định: data) / .jsonl files to try it on, or the store's folder (default: data)", HelpName = "F.jsonl|DIR", AllowMultipleArgumentsPerToken = true };
        var json = SharedOptions.Json();
        var command = new Command("backtest", """
            Cho biết một bộ quy tắc sửa đổi lẽ ra đã thay đổi gì: tin nào mới bị nêu nghi vấn, tin nào không còn, do quy tắc nào.
            Says what a changed pack would have changed: listings newly flagged, listings no longer flagged, by which rule.

            Ví dụ / example:  ecom389 rules backtest --pack sua/counterfeit.yaml --since 2026-11-01
                              ecom389 rules backtest --pack counterfeit --data nhan.jsonl
            """) { pack, since, data, examples, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(data) ?? [];
            string[] lines = [.. named.Where(IsLines)];
            var folders = named.Where(static name => !IsLines(name)).ToArray();
            if (folders.Length > 1) throw new InvalidInputException(new InputError("--data", null, null, "chỉ một thư mục kho / one store folder only"));
            var installation = Installation.At(folders is [var folder] ? folder : "data");
            var proposed = ProposedPack.Read(installation.Rules, parsed.GetValue(pack)!);
            var model = ModelFile.Read(installation.Model);
            var backtest = new Backtest(Judge(proposed.Before, model), Judge(proposed.After, model), InputFiles.Today(), parsed.GetValue(examples));
            var bad = 0;
            foreach (var file in lines) bad += await AddFileAsync(backtest, file, terminal, cancellation);
            if (lines.Length == 0 || folders.Length > 0) await AddStoreAsync(backtest, installation, parsed.GetValue(since), cancellation);
            var report = backtest.Report();
            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new { proposed.PackId, proposed.Change, report }, JsonContract.Indented));
            else Write(terminal.Output, proposed, report);
            if (bad == 0) return ExitCodes.Done;
            await terminal.Error.WriteLineAsync($"{bad} dòng không đọc được / lines could not be read");
            return ExitCodes.Partial;
        });
        return command;
    }

    private static bool IsLines(string name) => name is "-" || name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);

    private static (RuleEngine, IListingScorer) Judge(RuleSet rules, TextModel model)
    {
        var engine = new RuleEngine(rules);
        return (engine, new ListingScorer(model, [engine]));
    }

    private static async Task<int> AddFileAsync(Backtest backtest, string file, Terminal terminal, CancellationToken cancellation)
    {
        using var reader = InputFiles.OpenText(file);
        var bad = 0;
        for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (ListingLines.TryRead(text, out var listing, out var error))
            {
                backtest.Add(listing, listing.Url ?? listing.Id, Label(text));
                continue;
            }
            bad++;
            await terminal.Error.WriteLineAsync(new InputError(file, line, null, error).ToString());
        }
        return bad;
    }

    /// <summary>The label of a labelled line, or null.</summary>
    private static bool? Label(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.Object && label.TryGetProperty("verdict", out var verdict)
            ? verdict.ValueEquals("suspicious")
            : null;
    }

    private static async Task AddStoreAsync(Backtest backtest, Installation installation, DateOnly? since, CancellationToken cancellation)
    {
        await using var services = MonitorServices.OpenExisting(installation);
        // Days are those of Viet Nam, UTC+7.
        var from = since is { } day ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7)) : DateTimeOffset.UnixEpoch;
        for (long position = 0; ;)
        {
            var page = await services.Store.Listings.LatestSnapshotsAsync(from, position, Page, cancellation);
            foreach (var latest in page) backtest.Add(latest.Snapshot.Content.Record, latest.Url, suspicious: null);
            if (page.Count < Page) return;
            position = page[^1].Position;
        }
    }

    private static void Write(TextWriter output, ProposedPack proposed, BacktestReport report)
    {
        output.WriteLine(proposed.Change + ".");
        Line($"{report.Listings} tin / listings; nêu nghi vấn / flagged: {report.FlaggedBefore} -> {report.FlaggedAfter}; dấu hiệu đổi / signals differ: {report.Touched}");
        Line($"mới nêu / newly flagged: {report.NewlyFlagged} (nhãn nghi vấn / labelled suspicious {report.NewlyFlaggedSuspicious}, nhãn sạch / clean {report.NewlyFlaggedClean}); không còn / no longer: {report.NoLongerFlagged} (nhãn nghi vấn / labelled suspicious {report.NoLongerFlaggedSuspicious})");
        foreach (var rule in report.Rules) Line($"  {rule.RuleId}: {rule.Before} -> {rule.After} tin / listings, mới nêu / newly {rule.NewlyFlagged}, không còn / no longer {rule.NoLongerFlagged}");
        foreach (var example in report.Examples)
        {
            var label = example.Suspicious switch { true => " [nhãn nghi vấn / labelled suspicious]", false => " [nhãn sạch / labelled clean]", null => "" };
            Line($"{(example.Flagged ? "+" : "-")} {example.Name}  {example.ScoreBefore:0.000} -> {example.ScoreAfter:0.000}{label}");
            output.WriteLine($"    {example.Title}");
            output.WriteLine($"    {string.Join(", ", example.Rules)}{(example.Quote is null ? "" : $"  «{example.Quote}»")}");
        }

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
