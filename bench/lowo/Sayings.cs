using System.Globalization;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// What heads said of listings whose writer they had not read, kept in a file (tab-separated, one saying a line): fitting heads takes minutes a
/// writer, the final head and everything that is measured after it seconds.
/// </summary>
internal static class Sayings
{
    public static void Save(string file, LeaveOneWriterOut run) => File.WriteAllLines(file, run.AllSayings.Select(pair => Line(pair.Writer, pair.Row)));

    /// <summary>The run that the file was kept of, over the listings as rules read them today.</summary>
    /// <param name="only">The writers left out that are wanted, in this order; null for all, in the file's.</param>
    public static LeaveOneWriterOut Load(string file, TrainingSettings settings, Workload work, IReadOnlyList<string>? only = null)
    {
        var prepared = work.Shared.Concat(work.Own).Concat(work.Ordinary).ToDictionary(listing => (listing.Source.Writer, listing.Source.Listing.Id));
        var judged = new Dictionary<string, (List<OutOfFold> Held, List<OutOfFold> Ordinary)>(StringComparer.Ordinal);
        foreach (var writer in only ?? []) judged.Add(writer, ([], []));
        foreach (var line in File.ReadLines(file))
        {
            var cells = line.Split('\t');
            if (only is not null && !judged.ContainsKey(cells[0])) continue;
            var listing = prepared[(cells[1], cells[2])];
            var input = new StackInput(Number(cells[4]), Number(cells[5]), Number(cells[6]), listing.Rules.For, listing.Rules.Against);
            double[] codes = cells[10].Length == 0 ? [] : [.. cells[10].Split(',').Select(Number)];
            if (!judged.TryGetValue(cells[0], out var rows)) judged.Add(cells[0], rows = ([], []));
            (string.Equals(cells[0], cells[1], StringComparison.Ordinal) ? rows.Held : rows.Ordinary).Add(new(listing, input, codes));
        }
        return LeaveOneWriterOut.Of(settings, judged, work.Codes);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Line(string writer, OutOfFold row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{writer}\t{row.Listing.Source.Writer}\t{row.Listing.Source.Listing.Id}\t{(row.Listing.Source.Label.Suspicious ? 1 : 0)}\t{row.Input.Listing:R}\t{row.Input.Strongest:R}\t{row.Input.Second:R}\t{row.Input.RuleFor:R}\t{row.Input.RuleAgainst:R}\t{string.Join(',', row.Listing.Source.Label.Violations)}\t{string.Join(',', row.Codes.Select(code => code.ToString("F3", CultureInfo.InvariantCulture)))}\t{string.Join(',', row.Listing.Signals.Select(signal => signal.Id + ":" + signal.Violation + ":" + signal.Weight.ToString("F2", CultureInfo.InvariantCulture)))}");
}
