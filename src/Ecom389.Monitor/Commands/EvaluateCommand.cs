using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Commands;

/// <summary><c>evaluate</c>: measures the whole scorer on labelled listings.</summary>
internal static class EvaluateCommand
{
    public static Command Make(Terminal terminal)
    {
        var data = new Option<string[]>("--data") { Description = "Tin đã gắn nhãn / labelled listings", Required = true, HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var ordinary = new Option<string[]>("--ordinary") { Description = "Tin thường có thật, để đo báo nhầm / ordinary real listings, to measure false alarms", HelpName = "F", AllowMultipleArgumentsPerToken = true };
        var json = SharedOptions.Json();
        var command = new Command("evaluate", """
            Đo toàn bộ phần chấm điểm trên tin đã gắn nhãn. Con số quyết định: tin thường bị báo nhầm, nhiều nhất 0,2 %.
            Measures the whole scorer on labelled listings. The number that rules: ordinary listings falsely flagged, at most 0.2 %.

            Ví dụ / example:  ecom389 evaluate --data nhan.jsonl --ordinary thuong.jsonl.gz
            """) { data, ordinary, json };
        command.SetAction((parsed, cancellation) =>
        {
            var installation = Installation.At("data");
            var model = ModelFile.Read(installation.Model);
            var evaluator = new Evaluator(new ListingScorer(model, [new RuleEngine(RulePackLoader.Load(installation.Rules))]), new ListingScorer(model, []));
            var report = evaluator.Evaluate(Read(parsed.GetValue(data)!), Read(parsed.GetValue(ordinary) ?? []), InputFiles.Today(), cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(JsonSerializer.Serialize(report, JsonContract.Compact));
            else Write(terminal.Output, report);
            return Task.FromResult(report.FlaggedOrdinary is { Value: > 0.002 } ? ExitCodes.Failed : ExitCodes.Done);
        });
        return command;
    }

    private static List<LabelledListing> Read(string[] files)
    {
        var missing = files.Where(file => !File.Exists(file)).Select(file => new InputError(file, null, null, "không có tệp này / no such file")).ToList();
        return missing.Count == 0 ? [.. files.SelectMany(CorpusReader.Read)] : throw new InvalidInputException(missing);
    }

    private static void Write(TextWriter output, EvaluationReport report)
    {
        Line($"listings {report.Listings}, suspicious {report.Suspicious}");
        Line($"PR-AUC {report.PrAuc:F4}, precision at recall 0.9 {report.PrecisionAtRecall90:F4}, R@0.2 {report.RecallAtFieldRate:F4}, precision in the field (2 %) {report.FieldPrecision:F3}");
        Line($"flagged: suspicious {report.FlaggedSuspicious}, clean {report.FlaggedClean}, ordinary {report.FlaggedOrdinary}");
        Line($"ECE {report.Ece:F4}, Brier {report.Brier:F4}, log-loss {report.LogLoss:F4}");
        foreach (var (k, precision) in report.PrecisionAtK) Line($"precision at {k}: {precision:F3}");
        foreach (var (slice, recall) in report.RecallBySlice) Line($"slice {slice}: {recall}");
        foreach (var (code, recall) in report.RecallByCode) Line($"code {code}: {recall}");
        Line($"over codes: {report.RecallOverCodes}");
        foreach (var (name, ranking) in report.Compared) Line($"{name}: PR-AUC {ranking.PrAuc:F4}, precision at recall 0.9 {ranking.PrecisionAtRecall90:F4}, R@0.2 {ranking.RecallAtFieldRate:F4}");
        foreach (var mistake in report.WorstMistakes) Line($"{mistake.Kind} {mistake.Score:F3} {mistake.Id} [{string.Join(", ", mistake.Violations)}] {mistake.Text}");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }
}
