using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>The listings that a measurement reads, prepared once.</summary>
internal sealed class Workload
{
    /// <summary>Rules are read as of this day, so that a table can be printed again next year.</summary>
    public static readonly DateOnly AsOf = new(2026, 11, 22);

    private static readonly string[] OrdinaryNames = ["ordinary-listings.jsonl.gz", "ordinary-borrowed-metadata.jsonl.gz"];

    private const double Alike = 0.6;
    private const int LeastSuspicious = 10;

    private Workload(IReadOnlyList<PreparedListing> shared, IReadOnlyList<PreparedListing> own, IReadOnlyList<PreparedListing> ordinary)
    {
        Shared = shared;
        Own = own;
        Ordinary = ordinary;
    }

    /// <summary>The thirteen shared sets.</summary>
    public IReadOnlyList<PreparedListing> Shared { get; }

    /// <summary>Our own corpus.</summary>
    public IReadOnlyList<PreparedListing> Own { get; }

    /// <summary>Real ordinary listings, measured and never learnt from.</summary>
    public IReadOnlyList<PreparedListing> Ordinary { get; }

    public IReadOnlyList<string> SharedWriters => Writers(Shared);

    /// <summary>Our writers with enough suspicious listings to measure on.</summary>
    public IReadOnlyList<string> OwnWriters =>
        [.. Writers(Own).Where(writer => Own.Count(listing => listing.Source.Label.Suspicious && string.Equals(listing.Source.Writer, writer, StringComparison.Ordinal)) >= LeastSuspicious)];

    public IReadOnlyList<string> Codes => [.. Shared.SelectMany(listing => listing.Source.Label.Violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    public static Workload Read(Arguments arguments)
    {
        var sources = Sources(arguments.Rules);
        // Rules were written by reading these sets: each counts for a writer by what it shows on others.
        var shared = SharedFiles(arguments.Data).SelectMany(CorpusReader.Read).ToList();
        var all = RuleSupport.Apply(PreparedListing.Prepare([.. shared, .. arguments.Corpus.Order(StringComparer.Ordinal).SelectMany(CorpusReader.Read)], sources, AsOf));
        return new(
            [.. all.Take(shared.Count)],
            [.. all.Skip(shared.Count)],
            PreparedListing.Prepare([.. OrdinaryFiles(arguments.Data).SelectMany(CorpusReader.Read)], sources, AsOf));
    }

    public static IReadOnlyList<ISignalSource> Sources(string? rules) => rules is { } folder ? SignalSources.Load(folder) : [];

    public static IEnumerable<string> SharedFiles(string data) => Directory.GetFiles(Path.Combine(data, "listings"), "dev-*.jsonl").Order(StringComparer.Ordinal);

    public static IEnumerable<string> OrdinaryFiles(string data) => OrdinaryNames.Select(name => Path.Combine(data, "real", name));

    /// <summary>Leaves each of these writers out of these listings.</summary>
    public LeaveOneWriterOut LeaveOut(TrainingSettings settings, IReadOnlyList<PreparedListing> listings, IReadOnlyList<string> writers, bool codes, IReadOnlySet<string>? silent = null) =>
        LeaveOneWriterOut.Run(settings, listings, Ordinary, writers, codes ? Codes : [], AcrossWriters(listings), silent ?? new HashSet<string>(StringComparer.Ordinal), CancellationToken.None);

    /// <summary>Near-duplicates by different writers, which must not teach what they are measured on.</summary>
    public static IReadOnlyList<NearDuplicate> AcrossWriters(IReadOnlyList<PreparedListing> listings) =>
        [.. NearDuplicates.Find([.. listings.Select(listing => NearDuplicates.TextOf(listing.Source))], Alike, CancellationToken.None)
            .Where(pair => !string.Equals(listings[pair.First].Source.Writer, listings[pair.Second].Source.Writer, StringComparison.Ordinal))];

    private static List<string> Writers(IReadOnlyList<PreparedListing> listings) => [.. listings.Select(listing => listing.Source.Writer).Distinct(StringComparer.Ordinal)];
}
