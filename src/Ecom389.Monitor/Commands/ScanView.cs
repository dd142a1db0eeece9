using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Pipeline;
using Ecom389.Monitor.Pipeline.Canaries;
using Ecom389.Monitor.Pipeline.Health;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary>Shows a scan while it runs, one progress bar a source on a terminal, and its summary after.</summary>
internal static class ScanView
{
    /// <summary>Runs a scan under progress bars; without a terminal one line when a source ends.</summary>
    public static async Task<ScanReport> WatchAsync(Terminal terminal, IReadOnlyList<SourceDefinition> sources, Func<IProgress<ScanProgress>, Task<ScanReport>> scan)
    {
        if (!terminal.ErrorIsTerminal)
        {
            return await scan(new Reports(report =>
            {
                if (report is { Outcome: { } outcome, SourceId: not WellKnownUnits.Canary }) terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.SourceId}: {outcome}, {report.Pages} trang / pages, {report.Listings} lượt thấy tin / sightings"));
            }));
        }

        return await terminal.Notes.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bars = sources.ToDictionary(source => source.Id, source => context.AddTask(Markup.Escape(source.Name), maxValue: 1), StringComparer.Ordinal);
                var names = sources.ToDictionary(source => source.Id, source => source.Name, StringComparer.Ordinal);
                return await scan(new Reports(report =>
                {
                    if (!bars.TryGetValue(report.SourceId, out var bar)) return;
                    bar.MaxValue = Math.Max(1, report.Pages + report.Pending);
                    bar.Value = report.Outcome is null ? report.Pages : bar.MaxValue;
                    bar.Description = Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{names[report.SourceId]}: {report.Pages} trang, {report.Listings} lượt thấy"));
                    if (report.Outcome is not null) bar.StopTask();
                }));
            });
    }

    /// <summary>Pages, listings, flagged and seconds a source; flagged by violation; then the sentences of sources not whole.</summary>
    public static void WriteSummary(Terminal terminal, ScanReport report, IReadOnlyList<ViolationKind> violations)
    {
        terminal.Data.Write(Sources(report));
        WriteCanaries(terminal, report.Canaries);
        if (report.FlaggedByViolation.Count > 0) terminal.Data.Write(Violations(report, violations));
        if (report.RichCaptures is { Taken: var taken, Failed: var failed, Left: var left } && taken + failed + left > 0)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Bản thu đầy đủ của tin nghi vấn / rich captures: {taken} đã lấy / taken, {failed} không lấy được / failed, {left} để lượt sau / left for the next scan"));
        WriteNotices(terminal, report.Notices);
        foreach (var source in report.Summary.Sources)
        {
            if (source.Outcome != ScanOutcome.Completed) terminal.Error.WriteLine($"{source.Name}: {source.Message}");
            foreach (var (reason, count) in source.Refused) terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Name}: {count} địa chỉ không thu thập / not fetched ({reason})"));
        }
    }

    /// <summary>One line a source whose output fell away.</summary>
    public static void WriteNotices(Terminal terminal, IReadOnlyList<HealthNotice> notices)
    {
        foreach (var (name, notice, isNew) in notices) terminal.Error.WriteLine($"{name}: {(isNew ? "" : "(còn mở / still open) ")}{HealthText.Sentence(notice)}. Xem / see: ecom389 sources history {notice.SourceId}");
    }

    /// <summary>One line when all canaries reached the queue, else what was lost where.</summary>
    public static void WriteCanaries(Terminal terminal, CanaryReport canaries)
    {
        foreach (var (id, stage) in canaries.Lost) terminal.Error.WriteLine($"Tin mẫu bị mất / canary lost: {id} ({stage})");
        if (canaries.Planted > 0)
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tin mẫu tới hàng đợi / canaries that reached the queue: {canaries.Planted - canaries.Lost.Count}/{canaries.Planted}"));
    }

    private static Table Sources(ScanReport report)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("Nguồn / source", column => column.NoWrap());
        table.AddColumn("Kết quả / outcome");
        foreach (var heading in (string[])["Trang / pages", "Không đổi, mất / same, gone", "Tin / listings", "Mới / new", "Nghi vấn / flagged", "Giây / seconds"]) table.AddColumn(heading, column => column.RightAligned());
        foreach (var source in report.Summary.Sources)
        {
            table.AddRow(
                Markup.Escape(source.Name),
                source.Outcome.ToString(),
                Number(source.Pages),
                $"{Number(source.Unchanged)}, {Number(source.Gone)}",
                Number(report.Listings.GetValueOrDefault(source.SourceId)),
                Number(report.NewListings.GetValueOrDefault(source.SourceId)),
                Number(report.Flagged.GetValueOrDefault(source.SourceId)),
                Seconds(source.Seconds));
        }

        return table.AddRow(
            "Tổng / total",
            "",
            Number(report.Summary.Sources.Sum(source => source.Pages)),
            $"{Number(report.Summary.Sources.Sum(source => source.Unchanged))}, {Number(report.Summary.Sources.Sum(source => source.Gone))}",
            Number(report.Listings.Values.Sum()),
            Number(report.NewListings.Values.Sum()),
            Number(report.Flagged.Values.Sum()),
            Seconds(report.Summary.Seconds));
    }

    private static Table Violations(ScanReport report, IReadOnlyList<ViolationKind> violations)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumns("Nghi vấn / suspected", "");
        table.AddColumn("Tin / listings", column => column.RightAligned().NoWrap());
        foreach (var group in report.FlaggedByViolation.GroupBy(pair => pair.Key.Violation, StringComparer.Ordinal).OrderByDescending(group => group.Sum(pair => pair.Value)).ThenBy(group => group.Key, StringComparer.Ordinal))
            table.AddRow(Markup.Escape(group.Key), Markup.Escape(violations.FirstOrDefault(kind => kind.Code == group.Key)?.TitleVi ?? ""), Number(group.Sum(pair => pair.Value)));
        return table;
    }

    /// <summary>One line of <c>scan --json</c>, under the rules of <see cref="JsonContract"/>.</summary>
    public static string JsonLine(AcknowledgedListing listing) => JsonText.Of(listing, static (json, line) =>
    {
        var (receipt, record, result) = (line.Receipt, line.Listing.Content.Record, line.Listing.Result);
        json.WriteStartObject();
        json.WriteString("source"u8, line.Source);
        json.WriteString("url"u8, line.Listing.Url);
        json.WriteString("listingId"u8, receipt.ListingId);
        json.WriteString("snapshotId"u8, receipt.SnapshotId);
        json.WriteString("findingId"u8, receipt.FindingId);
        json.WriteBoolean("listingIsNew"u8, receipt.ListingIsNew);
        json.WriteBoolean("snapshotIsNew"u8, receipt.SnapshotIsNew);
        if (receipt.ItemId is { } item) json.WriteString("itemId"u8, item);
        else json.WriteNull("itemId"u8);
        json.WriteString("itemTrigger"u8, receipt.ItemTrigger);
        json.WriteString("title"u8, record.Title);
        json.Number("priceVnd"u8, record.PriceVnd);
        json.WriteNumber("score"u8, result.Score);
        json.WriteNumber("priority"u8, result.Priority);
        json.WriteBoolean("flagged"u8, result.Flagged);
        json.Fields("violations"u8, result.Violations, JsonText.Write);
        json.WriteEndObject();
    });

    private static string Seconds(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(int count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Passes reports on at once; <see cref="Progress{T}"/> would post them to the pool out of order.</summary>
    private sealed class Reports(Action<ScanProgress> report) : IProgress<ScanProgress>
    {
        private readonly Lock _gate = new();

        public void Report(ScanProgress value)
        {
            lock (_gate) report(value);
        }
    }
}
