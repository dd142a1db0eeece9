using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.Commands;

/// <summary><c>explain</c>: why a stored listing was or was not flagged, by today's rules and model.</summary>
internal static class ExplainCommand
{
    public static Command Make(Terminal terminal)
    {
        var which = new Argument<string>("URL-or-ID") { Description = "Địa chỉ tin, mã tin hoặc mã mục / listing URL, listing id or item id" };
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var command = new Command("explain", """
            Cho biết vì sao một tin bị hay không bị nêu nghi vấn: dấu hiệu thuận, nghịch, và quy tắc suýt đúng.
            Says why a listing was or was not flagged: signals for and against, and rules that nearly matched.

            Ví dụ / example:  ecom389 explain http://cho-cong-nghe.example/san-pham/1
            """) { which, data, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            var installation = Installation.At(parsed.GetValue(data)!);
            await using var services = MonitorServices.OpenExisting(installation);
            var rules = RulePackLoader.Load(installation.Rules);
            var listing = await FindAsync(services, parsed.GetValue(which)!, cancellation);
            var snapshot = listing is not null && await services.Store.Listings.SnapshotsAsync(listing.Id, cancellation) is [var newest, ..] ? newest : null;
            if (snapshot is null)
            {
                await terminal.Error.WriteLineAsync($"Không có tin này trong kho / no such listing in the store: {parsed.GetValue(which)}");
                return ExitCodes.Failed;
            }

            var record = snapshot.Content.Record;
            var result = ScorerFactory.Load(installation, rules).Score(record, InputFiles.Today());
            var near = new RuleExplainer(new RuleEngine(rules)).Explain(new ListingView(record), InputFiles.Today()).NearMisses;
            if (parsed.GetValue(json))
            {
                await terminal.Output.WriteLineAsync(JsonSerializer.Serialize(new
                {
                    url = listing!.Url,
                    result,
                    nearMisses = near.Select(miss => new { rule = miss.Rule.Id, miss.Rule.Title, reason = miss.Reason, miss.Field, miss.Quote, miss.Missing }),
                }, JsonContract.Indented));
                return ExitCodes.Done;
            }

            await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{listing!.Url}\n{(result.Flagged ? "nghi vấn / flagged" : "không nêu nghi vấn / not flagged")}: điểm / score {result.Score:0.000}, ưu tiên / priority {result.Priority:0.000}"));
            foreach (var signal in result.Signals) await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {signal.Weight:+0.00;-0.00}  {signal.Id}{(signal.Quote is null ? "" : $"  «{signal.Quote}»")}  {signal.Message}"));
            foreach (var miss in near) await terminal.Output.WriteLineAsync($"  suýt / nearly  {miss.Rule.Id}: {miss.Reason}{(miss.Missing is null ? "" : $" ({miss.Missing})")}{(miss.Quote is null ? "" : $"  «{miss.Quote}»")}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<Listing?> FindAsync(MonitorServices services, string which, CancellationToken cancellation)
    {
        if (!Guid.TryParse(which, out var id)) return CanonicalUrl.TryCreate(which) is { } url ? await services.Store.Listings.FindByUrlAsync(url, cancellation) : null;
        return await services.Store.Listings.FindAsync(id, cancellation)
            ?? (await services.Queue.FindAsync(id, cancellation))?.Listing;
    }
}
