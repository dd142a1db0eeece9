using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evaluate</c>: measures the whole scorer on labelled listings and holds it to the bars of the model's card.</summary>
internal static class EvaluateCommand
{
    public static Command Make(Terminal terminal)
    {
        var data = new Option<string[]>("--data") { Description = "Tin đã gắn nhãn / labelled listings", Required = true, HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var ordinary = new Option<string[]>("--ordinary") { Description = "Tin thường có thật, để đo báo nhầm / ordinary real listings, to measure false alarms", HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var chart = new Option<string>("--chart") { Description = "Ghi biểu đồ tin cậy (SVG) / write the reliability chart", HelpName = "F.svg" };
        var asOf = new Option<DateOnly?>("--as-of") { Description = "Ngày áp dụng quy tắc / the day rules are read as of", HelpName = "YYYY-MM-DD" };
        var json = SharedOptions.Json();
        var command = new Command("evaluate", """
            Đo toàn bộ phần chấm điểm trên tin đã gắn nhãn. Con số quyết định: tin thường bị báo nhầm, nhiều nhất 0,2 %.
            Kết thúc với mã 1 khi dưới mức thẻ mô hình đặt ra.
            Measures the whole scorer on labelled listings. The number that rules: ordinary listings falsely flagged, at most 0.2 %.
            Ends with 1 where a figure is worse than the bars of the model's card.

            Ví dụ / example:  ecom389 evaluate --data nhan.jsonl --ordinary thuong.jsonl.gz --chart tin-cay.svg
            """) { data, ordinary, chart, asOf, json };
        command.SetAction((parsed, cancellation) =>
        {
            var installation = Installation.At("data");
            var model = ModelFile.Read(installation.Model);
            var files = parsed.GetValue(data)!;
            var listings = Read(files);
            if (!listings.Exists(listing => listing.Label.Suspicious))
                throw new InvalidInputException(new InputError(string.Join(", ", files), null, "label.verdict", "không có tin nào được gắn nhãn nghi vấn, nên không đo được gì / no listing is labelled suspicious, so nothing can be measured"));
            if (listings.TrueForAll(listing => listing.Label.Suspicious))
                throw new InvalidInputException(new InputError(string.Join(", ", files), null, "label.verdict", "không có tin nào được gắn nhãn sạch, nên không đo được báo nhầm / no listing is labelled clean, so false alarms cannot be measured"));
            NoteWhatWasRead(terminal.Error, model, files);

            var evaluator = new Evaluator(new ListingScorer(model, SignalSources.Load(installation.Rules)), new ListingScorer(model, []));
            var report = evaluator.Evaluate(listings, Read(parsed.GetValue(ordinary) ?? []), parsed.GetValue(asOf) ?? InputFiles.Today(), cancellation);
            report = report with { Bars = BarCheck.Of(model.Header.Bars, report) };
            if (parsed.GetValue(json)) terminal.Output.WriteLine(JsonSerializer.Serialize(report, JsonContract.Compact));
            else Write(terminal.Output, report);
            if (parsed.GetValue(chart) is { } path)
            {
                using var picture = InputFiles.CreateText(path);
                picture.Write(ReliabilityChart.Draw(report, "Độ tin cậy của điểm / reliability of scores"));
            }
            var under = report.Bars.Where(bar => !bar.Held).ToList();
            foreach (var bar in under)
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Kém mức thẻ mô hình đặt ra / worse than the model's card allows: {bar.Measure} {bar.Value:F4}, {(bar.AtMost ? "nhiều nhất / at most" : "ít nhất / at least")} {bar.Bar:F4}"));
            return Task.FromResult(under.Count > 0 ? ExitCodes.Failed : ExitCodes.Done);
        });
        return command;
    }

    private static List<LabelledListing> Read(string[] files)
    {
        var missing = files.Where(file => !File.Exists(file)).Select(file => new InputError(file, null, null, "không có tệp này / no such file")).ToList();
        return missing.Count == 0 ? [.. files.SelectMany(CorpusReader.Read)] : throw new InvalidInputException(missing);
    }

    /// <summary>Figures on listings that the model has learnt from flatter it: that is said, by content and not by name.</summary>
    private static void NoteWhatWasRead(TextWriter notes, TextModel model, string[] files)
    {
        var known = model.Header.Data.Values.ToHashSet(StringComparer.Ordinal);
        var read = files.Count(file => known.Contains(ContentHash.Of(File.ReadAllBytes(file))));
        if (read > 0) notes.WriteLine($"{read}/{files.Length} tệp mô hình đã học, số đo đẹp hơn thực tế / the model has learnt from {read} of {files.Length} files, figures flatter it");
    }

    private static void Write(TextWriter output, EvaluationReport report)
    {
        Line($"listings {report.Listings}, suspicious {report.Suspicious}");
        Line($"PR-AUC {report.PrAuc:F4}, precision at recall 0.9 {report.PrecisionAtRecall90:F4}, precision in the field (2 %) {report.FieldPrecision:F3}");
        Line($"flagged of suspicious: {report.FlaggedSuspicious}");
        Line($"flagged of clean:      {report.FlaggedClean}");
        if (report.FlaggedOrdinary is { } ordinary) Line($"flagged of ordinary:   {ordinary}, highest score {report.HighestOrdinary:F3}, R@0.2 {report.RecallAtFieldRate:F4}");
        Line($"ECE {report.Ece:F4} ({report.Reliability.Count} bins of equal mass), Brier {report.Brier:F4}, log-loss {report.LogLoss:F4}");
        foreach (var bin in report.Reliability) Line($"  score {bin.Predicted:F3} found {bin.Actual:F3}");
        foreach (var (k, precision) in report.PrecisionAtK) Line($"precision at {k}: {precision:F3}");
        foreach (var (slice, recall) in report.RecallBySlice) Line($"slice {slice}: {recall}");
        foreach (var (code, recall) in report.RecallByCode) Line($"code {code}: {recall}");
        Line($"over codes: {report.RecallOverCodes}");
        foreach (var (name, ranking) in report.Compared)
            Line($"{name}: PR-AUC {ranking.PrAuc:F4}, precision at recall 0.9 {ranking.PrecisionAtRecall90:F4}{(ranking.RecallAtFieldRate is { } recall ? FormattableString.Invariant($", R@0.2 {recall:F4}") : "")}");
        foreach (var bar in report.Bars) Line($"bar {bar.Measure}: {bar.Value:F4}, {(bar.AtMost ? "at most" : "at least")} {bar.Bar:F4}: {(bar.Held ? "held" : "NOT HELD")}");
        foreach (var mistake in report.WorstMistakes) Line($"{mistake.Kind} {mistake.Score:F3} {mistake.Id} [{string.Join(", ", mistake.Violations)}] {mistake.Text}");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
