using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// Debian's LIBLINEAR (package liblinear-tools) on the same splits, the same threshold protocol: L2-regularised logistic regression
/// (<c>-s 0</c>) with a bias, one C for all writers.
/// </summary>
internal static class Liblinear
{
    public const string Train = "liblinear-train";
    public const string Predict = "liblinear-predict";

    /// <summary>Weak regularisation, as rows of length one want; fixed for all writers, not searched for.</summary>
    public const double C = 16;

    private static readonly string[] Endings = [".train", ".test", ".model", ".out", ".field"];

    public static bool IsHere => Array.Exists((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), folder => File.Exists(Path.Combine(folder, Train)));

    /// <summary><c>lowo peer</c>: LIBLINEAR's part of the table alone.</summary>
    public static int Execute(Arguments arguments, Workload work)
    {
        if (!IsHere)
        {
            Console.Error.WriteLine($"{Train} is missing: install Debian's liblinear-tools (scripts/prerequisites.sh, need_liblinear).");
            return 2;
        }
        bool Wanted(string writer) => arguments.Only.Count == 0 || arguments.Only.Contains(writer);
        List<string> shared = [.. work.SharedWriters.Where(Wanted)];
        List<string> own = [.. work.OwnWriters.Where(Wanted)];
        List<WriterResult> with = [.. Measure(work, [.. work.Shared, .. work.Own], [.. shared, .. own], arguments.Peers, "with")];
        List<WriterResult> without = [.. Measure(work, work.Shared, shared, arguments.Peers, "without")];
        Print.Head();
        foreach (var result in with) Print.Row(result);
        Print.Mean("LIBLINEAR, shared, with own corpus", [.. with.Take(shared.Count)]);
        if (own.Count > 0) Print.Mean("LIBLINEAR, own writers", [.. with.Skip(shared.Count)]);
        foreach (var result in without) Print.Row(result);
        Print.Mean("LIBLINEAR, shared, without", without);
        return 0;
    }

    /// <summary>Leaves each writer out of the listings.</summary>
    /// <param name="kept">Folder of results measured earlier, or null.</param>
    /// <param name="name">Of the results in that folder.</param>
    public static IReadOnlyList<WriterResult> Measure(Workload work, IReadOnlyList<PreparedListing> prepared, IReadOnlyList<string> writers, string? kept, string name)
    {
        var known = new Dictionary<string, WriterResult>(StringComparer.Ordinal);
        var file = kept is null ? null : Path.Combine(Directory.CreateDirectory(kept).FullName, name + ".jsonl");
        foreach (var line in file is not null && File.Exists(file) ? File.ReadAllLines(file) : [])
        {
            if (JsonSerializer.Deserialize<WriterResult>(line) is { } result) known[result.Writer] = result;
        }
        List<string> missing = [.. writers.Where(writer => !known.ContainsKey(writer))];
        if (missing.Count > 0)
        {
            foreach (var result in Fit(work, prepared, missing, file)) known[result.Writer] = result;
        }
        return [.. writers.Select(writer => known[writer])];
    }

    private static WriterResult[] Fit(Workload work, IReadOnlyList<PreparedListing> prepared, List<string> writers, string? file)
    {
        List<LabelledListing> listings = [.. prepared.Select(listing => listing.Source)];
        List<LabelledListing> ordinary = [.. work.Ordinary.Select(listing => listing.Source)];
        var rows = PeerFeatures.Rows(listings, ordinary);
        var alike = Workload.AcrossWriters(prepared);
        var settings = new TrainingSettings();
        var folder = Directory.CreateTempSubdirectory("ecom389-liblinear-").FullName;
        try
        {
            var results = new WriterResult[writers.Count];
            // The real listings are the same for all: written once.
            var field = Path.Combine(folder, "ordinary");
            File.WriteAllLines(field, rows.Skip(listings.Count).Select(static row => "0" + row));
            Parallel.For(0, writers.Count, new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel }, w =>
            {
                var writer = writers[w];
                var path = Path.Combine(folder, writer);
                var taught = LeaveOneWriterOut.TrainingRows(listings, writer, alike);
                File.WriteAllLines(path + ".train", taught.Select(i => (listings[i].Label.Suspicious ? "+1" : "-1") + rows[i]));
                var held = Enumerable.Range(0, listings.Count).Where(i => string.Equals(listings[i].Writer, writer, StringComparison.Ordinal)).ToList();
                File.WriteAllLines(path + ".test", held.Select(i => "0" + rows[i]));
                Run(Train, ["-q", "-s", "0", "-B", "1", "-c", C.ToString(CultureInfo.InvariantCulture), path + ".train", path + ".model"]);
                Run(Predict, ["-q", "-b", "1", path + ".test", path + ".model", path + ".out"]);
                Run(Predict, ["-q", "-b", "1", field, path + ".model", path + ".field"]);
                var scores = Scores(path + ".out");
                var fieldScores = Scores(path + ".field");
                foreach (var ending in Endings) File.Delete(path + ending);
                results[w] = WriterResult.Of(
                    writer,
                    [.. held.Select((row, i) => new ScoredListing(listings[row], scores[i]))],
                    [.. ordinary.Select((listing, i) => new ScoredListing(listing, fieldScores[i]))],
                    settings.FalseAlarmRate,
                    settings.LabelledPrior);
                if (file is null) return;
                lock (results) File.AppendAllText(file, JsonSerializer.Serialize(results[w]) + "\n");
            });
            return results;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Probabilities of "suspicious": the first line names the order of the labels.</summary>
    private static double[] Scores(string path)
    {
        var lines = File.ReadAllLines(path);
        var column = Array.IndexOf(lines[0].Split(' '), "1");
        return [.. lines.Skip(1).Select(line => double.Parse(line.Split(' ')[column], CultureInfo.InvariantCulture))];
    }

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {said.Result}");
    }
}
