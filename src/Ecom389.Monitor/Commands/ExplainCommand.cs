using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>explain</c>: why a listing was or was not flagged, by today's rules and model.</summary>
internal static class ExplainCommand
{
    /// <summary>Near misses printed on a terminal; JSON has them all.</summary>
    private const int MostNear = 25;

    public static Command Make(Terminal terminal)
    {
        var which = new Argument<string?>("URL-or-ID") { Description = "Địa chỉ tin, mã tin hoặc mã mục / listing URL, listing id or item id", Arity = ArgumentArity.ZeroOrOne };
        var data = SharedOptions.Data();
        var file = new Option<string?>("--file") { Description = "Lấy tin từ tệp JSONL thay vì kho / take the listing from a JSONL file instead of the store", HelpName = "F.jsonl" };
        var id = new Option<string?>("--id") { Description = "Mã tin trong tệp; mặc định dòng đầu / the record's id in the file; the first line by default", HelpName = "X" };
        var json = SharedOptions.Json();
        var command = new Command("explain", """
            Cho biết vì sao một tin bị hay không bị nêu nghi vấn: điểm và ngưỡng, dấu hiệu thuận, nghịch, quy tắc suýt đúng và điều đã cản nó.
            Says why a listing was or was not flagged: score and threshold, signals for and against, rules that nearly matched and what stopped them.

            Ví dụ / example:  ecom389 explain http://cho-cong-nghe.example/san-pham/1
                              ecom389 explain --file tin.jsonl --id a-17
            """) { which, data, file, id, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.Of(parsed, data);
            var name = parsed.GetValue(file) is { } path ? path : parsed.GetValue(which);
            if (name is null) throw new InvalidInputException(new InputError("explain", null, null, "cần URL, mã tin, hoặc --file / a URL, an id, or --file is needed"));
            var record = parsed.GetValue(file) is { } lines
                ? await FromFileAsync(lines, parsed.GetValue(id), cancellation)
                : await FromStoreAsync(installation, name, cancellation);
            if (record is null)
            {
                await terminal.Error.WriteLineAsync($"Không có tin này / no such listing: {name}{(parsed.GetValue(id) is { } wanted ? $" {wanted}" : "")}");
                return ExitCodes.Failed;
            }

            var explained = Explain(installation, record);
            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(explained.ForPrograms(), JsonContract.Indented));
            else explained.Write(terminal.Output, MostNear);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Explained Explain(Installation installation, ListingRecord record)
    {
        var engine = new RuleEngine(RulePackLoader.Load(installation.Rules));
        var model = ModelFile.Read(installation.Model);
        var asOf = InputFiles.Today();
        var view = new ListingView(record);
        return new(
            record,
            new ListingScorer(model, [engine]).Score(record, asOf),
            new ListingScorer(model, []).Score(record, asOf).Score,
            model.Header.FlagThreshold,
            new RuleExplainer(engine).Explain(view, asOf),
            engine.SecondReadings(view));
    }

    private static async Task<ListingRecord?> FromStoreAsync(Installation installation, string which, CancellationToken cancellation)
    {
        await using var services = MonitorServices.OpenExisting(installation);
        var listing = await FindAsync(services, which, cancellation);
        if (listing is null || await services.Store.Listings.SnapshotsAsync(listing.Id, cancellation) is not [var newest, ..]) return null;
        return newest.Content.Record with { Url = listing.Url };
    }

    private static async Task<ListingRecord?> FromFileAsync(string file, string? id, CancellationToken cancellation)
    {
        using var reader = InputFiles.OpenText(file);
        for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (!ListingLines.TryRead(text, out var listing, out var error))
            {
                if (id is null) throw new InvalidInputException(new InputError(file, line, null, error));
                continue;
            }
            if (id is null || string.Equals(listing.Id, id, StringComparison.Ordinal)) return listing;
        }
        return null;
    }

    private static async Task<Listing?> FindAsync(MonitorServices services, string which, CancellationToken cancellation)
    {
        if (!Guid.TryParse(which, out var id)) return CanonicalUrl.TryCreate(which) is { } url ? await services.Store.Listings.FindByUrlAsync(url, cancellation) : null;
        return await services.Store.Listings.FindAsync(id, cancellation)
            ?? (await services.Queue.FindAsync(id, cancellation))?.Listing;
    }

    /// <summary>Everything known of one verdict.</summary>
    private sealed record Explained(ListingRecord Record, ScoreResult Result, double TextAlone, double Threshold, RuleExplanation Rules, IReadOnlyList<(string Field, string Reading)> Readings)
    {
        /// <summary>How far the score is from the threshold, in log-odds; above 0 is flagged.</summary>
        private double Distance => LogOdds(Result.Score) - LogOdds(Threshold);

        private double For => Rules.Signals.Where(static signal => signal.Weight > 0).Sum(static signal => signal.Weight);

        private double Against => Rules.Signals.Where(static signal => signal.Weight < 0).Sum(static signal => signal.Weight);

        public object ForPrograms() => new
        {
            url = Record.Url,
            result = Result,
            threshold = new { flag = Threshold, distance = Math.Round(Distance, 3) },
            parts = new { textAlone = TextAlone, rulesFor = Math.Round(For, 3), rulesAgainst = Math.Round(Against, 3), rulesNet = Math.Round(Rules.Verdict.Net, 3), rulesAlone = Rules.Verdict.Flagged },
            readings = Readings.Select(static reading => new { field = reading.Field, reading = reading.Reading }),
            nearMisses = Rules.NearMisses.Select(static miss => new { rule = miss.Rule.Id, miss.Rule.Title, reason = miss.Reason, miss.Field, miss.Quote, miss.Missing, miss.Guard, miss.GuardQuote, miss.Detail }),
        };

        public void Write(TextWriter output, int mostNear)
        {
            Line($"{Record.Url ?? Record.Id}");
            Line($"{(Result.Flagged ? "nghi vấn / flagged" : "không nêu nghi vấn / not flagged")}: điểm / score {Result.Score:0.000}, ngưỡng / threshold {Threshold:0.000}, cách ngưỡng / distance {Distance:+0.00;-0.00} (log-odds), ưu tiên / priority {Result.Priority:0.000}");
            Line($"  chữ (mô hình, không quy tắc) / text alone {TextAlone:0.000}; quy tắc thuận / rules for {For:+0.00}, nghịch / against {Against:0.00}, cộng / net {Rules.Verdict.Net:+0.00;-0.00} (ngưỡng riêng / own bar {RuleVerdict.Bar:0.0})");
            foreach (var (field, reading) in Readings) Line($"  đọc lại / read again  {field}: {reading.ReplaceLineEndings(" / ")}");
            foreach (var signal in Result.Signals) Line($"  {signal.Weight:+0.00;-0.00}  {signal.Id}{(signal.Quote is null ? "" : $"  «{signal.Quote}»")}  {signal.Message}");
            foreach (var miss in Rules.NearMisses.Take(mostNear)) Line($"  suýt / nearly  {miss.Rule.Id} ({miss.Rule.Weight:+0.0;-0.0}): {Reason(miss)}{(miss.Quote is null ? "" : $"  «{miss.Quote}»")}");
            if (Rules.NearMisses.Count > mostNear) Line($"  … {Rules.NearMisses.Count - mostNear} quy tắc nữa / more (--json)");

            void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        }

        private static string Reason(NearMiss miss) => miss.Reason switch
        {
            NearMissReason.Guarded => $"ngữ cảnh / guard {miss.Guard}{(miss.GuardQuote is null ? "" : $" «{miss.GuardQuote}»")}",
            NearMissReason.Excepted => $"ngoại lệ / unless{(miss.GuardQuote is null ? "" : $" «{miss.GuardQuote}»")}",
            NearMissReason.OneConditionMissing => $"thiếu một điều kiện / one condition missing: {miss.Missing}: {miss.Detail}",
            _ => $"không hiệu lực / not in force: {miss.Detail}",
        };

        private static double LogOdds(double probability)
        {
            var bounded = Math.Clamp(probability, 1e-6, 1 - 1e-6);
            return Math.Log(bounded / (1 - bounded));
        }
    }
}
