using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Spectrum;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>All that facts of a listing are drawn from: dated tables of <c>rules/</c> and the imported list of certified devices.</summary>
public sealed record FactSources
{
    /// <summary>Nothing known: every fact is absent.</summary>
    public static FactSources None { get; } = new();

    public ProductMatcher Products { get; init; } = ProductMatcher.None;

    public PriceTable Prices { get; init; } = PriceTable.None;

    /// <summary>Which goods need a certificate, since when and until when.</summary>
    public GoodsTable Goods { get; init; } = GoodsTable.None;

    /// <summary>The list of certified devices in force, or null where none was imported: then nothing is said of being on it.</summary>
    public CertifiedDevices? Registry { get; init; }

    /// <summary>A few records for the examples of rules; never used on listings.</summary>
    public CertifiedDevices? SampleRegistry { get; init; }

    public LookalikeDomains Domains { get; init; } = LookalikeDomains.None;

    public SpectrumTable Spectrum { get; init; } = SpectrumTable.None;

    public SellerThresholds Sellers { get; init; } = SellerThresholds.Default;

    /// <summary>What part of the version comes from beside the rule files: the imported list.</summary>
    public string RegistryVersion => Registry?.List.Sha256 ?? "";
}

/// <summary>From when a seller's numbers are worth a remark; from <c>rules/sellers.yaml</c>.</summary>
/// <param name="NewAccountDays">An account younger than this is new.</param>
/// <param name="FastSalesPerDay">From so many pieces a day since joining, sales are fast.</param>
/// <param name="FastSalesMinimum">Below so many pieces nothing is said of the pace.</param>
public sealed record SellerThresholds(int NewAccountDays, double FastSalesPerDay, long FastSalesMinimum)
{
    public static SellerThresholds Default { get; } = new(30, 50, 500);
}

/// <summary>The day a listing speaks of.</summary>
internal static class ListingDate
{
    /// <summary>As published, else as judged.</summary>
    public static DateOnly Of(ListingRecord record, DateOnly asOf) =>
        record.PostedAt is { Length: >= 10 } posted && DateOnly.TryParseExact(posted.AsSpan(0, 10), "yyyy-MM-dd", out var date) ? date : asOf;
}
