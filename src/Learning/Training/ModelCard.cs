using System.Globalization;
using System.Text;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>The card that is written beside a model: what it learnt from, how good it is by its own out-of-fold scores, what it is bad at.</summary>
public static class ModelCard
{
    /// <summary>The card as Markdown.</summary>
    /// <param name="ordinary">How many ordinary listings set the threshold.</param>
    public static string Write(TrainedModel trained, int ordinary)
    {
        var header = trained.Model.Header;
        var points = trained.OutOfFold.Select(row => new Scored(TextModel.Probability(trained.Model.Logit(row.Input)), row.Listing.Source.Label.Suspicious)).ToList();
        var text = new StringBuilder();
        Line(text, $"# Model card");
        Line(text, $"");
        Line(text, $"`model.bin` judges Vietnamese listings: one head for the listing as a whole, one that looks for cues segment by segment, {trained.Model.Codes.Count} heads for the violation codes, and a final head over these and the rules. Written by `ecom389 train`; the same data gives the same bytes.");
        Line(text, $"");
        Line(text, $"| | |");
        Line(text, $"| --- | --- |");
        Line(text, $"| model | `{trained.Model.Version}` |");
        Line(text, $"| features | `{header.FeatureVersion}` ({header.Settings.Buckets:N0} buckets) |");
        Line(text, $"| learnt from | {header.Listings:N0} listings, {header.Suspicious:N0} suspicious |");
        Line(text, $"| score calibrated for | {header.LabelledPrior:P0} suspicious (the labelled mix) |");
        Line(text, $"| priority for | {header.FieldPrior:P0} suspicious (the field) |");
        Line(text, $"| flagged above | {header.FlagThreshold:F3} ({header.ThresholdFrom}) |");
        if (ordinary > 0) Line(text, $"| ordinary listings | {ordinary:N0}, measured only, never learnt from, not part of this project |");
        Line(text, $"");
        Line(text, $"## Out of fold, by writer");
        Line(text, $"Each listing is judged by text heads that have read nothing by its writer; the final head has read these scores.");
        Line(text, $"");
        Line(text, $"| measure | value | 95 % interval |");
        Line(text, $"| --- | --- | --- |");
        var flagged = new Proportion(points.Count(point => point.Positive && point.Score > header.FlagThreshold), points.Count(point => point.Positive));
        var alarms = new Proportion(points.Count(point => !point.Positive && point.Score > header.FlagThreshold), points.Count(point => !point.Positive));
        Line(text, $"| recall at the flag threshold | {flagged.Value:F3} | {flagged.Low:F3} to {flagged.High:F3} |");
        Line(text, $"| clean training listings flagged (hard ones among them) | {alarms.Value:F3} | {alarms.Low:F3} to {alarms.High:F3} |");
        Line(text, $"| PR-AUC | {RankingMetrics.AveragePrecision(points):F3} | |");
        Line(text, $"| precision at recall 0.9 | {RankingMetrics.PrecisionAtRecall(points, 0.9):F3} | |");
        Line(text, $"| calibration error, ten equal-mass bins, on the labelled mix | {Calibration.Ece(points, 10, header.LabelledPrior):F3} | |");
        Line(text, $"| Brier score | {Calibration.Brier(points, header.LabelledPrior):F3} | |");
        Line(text, $"| log-loss | {Calibration.LogLoss(points, header.LabelledPrior):F3} | |");
        Line(text, $"");
        Line(text, $"| code | flagged | 95 % interval | named with at least 0.5 | 95 % interval | listings |");
        Line(text, $"| --- | --- | --- | --- | --- | --- |");
        var all = new Proportion(0, 0);
        var shares = trained.OutOfFold.Select(row => trained.Model.CodeShares(row.Codes, row.Listing.Signals, row.Listing.Source.Listing.Category)).ToList();
        for (var c = 0; c < trained.Model.Codes.Count; c++)
        {
            var (code, at) = (trained.Model.Codes[c].Name, c);
            var rows = trained.OutOfFold.Zip(points, shares).Where(pair => pair.First.Listing.Source.Label.Violations.Contains(code, StringComparer.Ordinal)).ToList();
            var recall = new Proportion(rows.Count(pair => pair.Second.Score > header.FlagThreshold), rows.Count);
            var named = new Proportion(rows.Count(pair => pair.Third[at] * pair.Second.Score >= 0.5), rows.Count);
            all = new(all.Hits + named.Hits, all.Of + named.Of);
            Line(text, $"| {code} | {recall.Value:F2} | {recall.Low:F2} to {recall.High:F2} | {named.Value:F2} | {named.Low:F2} to {named.High:F2} | {recall.Of} |");
        }
        Line(text, $"| all codes | | | {all.Value:F2} | {all.Low:F2} to {all.High:F2} | {all.Of} |");
        Line(text, $"");
        Line(text, $"## Bars");
        Line(text, $"`ecom389 evaluate` ends with 1 where a figure is worse: PR-AUC {header.Bars.PrAuc:F3}, precision at recall 0.9 {header.Bars.PrecisionAtRecall90:F3}, suspicious flagged {header.Bars.Recall:F3}, calibration error at most {header.Bars.Ece:F3}, ordinary flagged at most {header.Bars.OrdinaryFlagged:P1}.");
        Line(text, $"");
        Line(text, $"## Weaknesses");
        Line(text, $"- The training listings were written for this project, one annotator a file; real sellers' words drift. Retrain from decisions.");
        Line(text, $"- Words only: pictures, prices against the market and seller history speak through rules, not through the text heads.");
        Line(text, $"- Euphemisms that no training writer used are missed; contrast pairs that differ in one word are the hardest.");
        Line(text, $"- A score is a reason to look, never a verdict.");
        Line(text, $"");
        Line(text, $"## Data");
        Line(text, $"| file | SHA-256 |");
        Line(text, $"| --- | --- |");
        foreach (var (file, hash) in header.Data) Line(text, $"| {file} | `{hash}` |");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
