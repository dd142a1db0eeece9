namespace Ecom389.Monitor.Crawling;

/// <summary>When a source's output counts as fallen away from its history; from <c>rules/drift.yaml</c>.</summary>
/// <param name="Alpha">Probability, over all measures of a scan together, of an alarm where nothing has changed.</param>
/// <param name="MinDrop">A share must fall by as much at least, 0 to 1: what is certain may still be small.</param>
/// <param name="MinBefore">Measures whose share was smaller are not watched.</param>
/// <param name="MinListings">Fewer listings, or pages, in a scan say nothing.</param>
/// <param name="MinRuns">Scans that make a history.</param>
/// <param name="Runs">Latest scans that count.</param>
/// <param name="Overdispersion">Intra-run correlation that is assumed at least: listings of one night are more alike than those of two.</param>
public sealed record DriftLimits(double Alpha, double MinDrop, double MinBefore, int MinListings, int MinRuns, int Runs, double Overdispersion);
