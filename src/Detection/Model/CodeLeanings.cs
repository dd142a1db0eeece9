namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// What a listing's category suggests of its codes: a SIM card is rather registered in another's name than copied. Log-odds against the
/// usual mix of suspicious listings, drawn towards none where a category is rare. It only tells the codes of what is suspicious by its words apart:
/// neither score nor flag knows of it, so that metadata alone never flags.
/// </summary>
/// <param name="ByCategory">By category, a number a code in the order of the heads, above 0 where the category speaks for the code.</param>
public sealed record CodeLeanings(IReadOnlyDictionary<string, IReadOnlyList<double>> ByCategory)
{
    /// <summary>As many listings of the usual mix are added to each category.</summary>
    private const double UsualListings = 8;

    /// <summary>Crawlers err: no category says more than this.</summary>
    private const double Most = 2.5;

    /// <summary>Nothing is known of any category.</summary>
    public static CodeLeanings None { get; } = new(new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal));

    /// <summary>Counts suspicious listings.</summary>
    /// <param name="listings">Category, or null, and codes of each.</param>
    /// <param name="codes">In the order of the heads.</param>
    public static CodeLeanings Of(IReadOnlyCollection<(string? Category, IReadOnlyList<string> Codes)> listings, IReadOnlyList<string> codes)
    {
        if (listings.Count == 0) return None;
        var usual = codes.Select(code => (listings.Count(listing => listing.Codes.Contains(code, StringComparer.Ordinal)) + 0.5) / (listings.Count + 1)).ToArray();
        var byCategory = new SortedDictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var group in listings.Where(static listing => listing.Category is not null).GroupBy(static listing => listing.Category!, StringComparer.Ordinal))
            byCategory[group.Key] = [.. codes.Select((code, c) => Leaning(group.Count(listing => listing.Codes.Contains(code, StringComparer.Ordinal)), group.Count(), usual[c]))];
        return new(byCategory);
    }

    /// <summary>What a category suggests; empty where there is none or it is unknown.</summary>
    public double[] For(string? category) => category is not null && ByCategory.TryGetValue(category, out var leanings) ? [.. leanings] : [];

    private static double Leaning(int with, int of, double usual)
    {
        var share = (with + (UsualListings * usual)) / (of + UsualListings);
        return Math.Round(Math.Clamp(LogOdds(share) - LogOdds(usual), -Most, Most), 3);
    }

    private static double LogOdds(double share) => Math.Log(share / (1 - share));
}
