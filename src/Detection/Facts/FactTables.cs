using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Rules.Loading;
using Ecom389.Monitor.Detection.Spectrum;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>Opens a table of <c>rules/</c> by name and hands it to a reader; null where the file is missing or no YAML.</summary>
internal delegate T? OpenTable<T>(string name, Func<YamlFields, T?> read);

/// <summary>Reads all tables that facts are drawn from.</summary>
internal static class FactTables
{
    /// <summary>Name of an optional full public suffix list in the rules folder.</summary>
    public const string SuffixList = "public_suffix_list.dat";

    /// <param name="open">Opens a file of the rules folder.</param>
    /// <param name="suffixList">Text of the optional suffix list.</param>
    public static FactSources Read(OpenTable<object> open, string? suffixList)
    {
        var catalogue = Open("products.yaml", ProductTables.Catalogue) ?? ProductCatalogue.None;
        var words = Open("offer-words.yaml", ProductTables.Words) ?? OfferWords.None;
        var products = catalogue.Entries.Count == 0 ? ProductMatcher.None : new ProductMatcher(catalogue, words);
        Open("products.yaml", fields => ProductTables.ReportClashes(fields, products));
        var ids = products.Products.Select(static product => product.Id).ToHashSet(StringComparer.Ordinal);
        var conformity = Open("conformity.yaml", static fields => ConformityTables.Read(fields));
        return new()
        {
            Products = products,
            Prices = Open("prices.yaml", fields => ProductTables.Prices(fields, ids)) ?? PriceTable.None,
            Goods = conformity.Goods ?? GoodsTable.None,
            SampleRegistry = conformity.Sample,
            Domains = Open("domains.yaml", fields => DomainTables.Read(fields, suffixList)) ?? LookalikeDomains.None,
            Spectrum = Open("bands.yaml", SpectrumTables.Read) ?? SpectrumTable.None,
            Sellers = Open("sellers.yaml", Sellers) ?? SellerThresholds.Default,
        };

        T? Open<T>(string name, Func<YamlFields, T?> read) => open(name, fields => read(fields)) is T table ? table : default;
    }

    private static SellerThresholds Sellers(YamlFields root)
    {
        var limits = new SellerThresholds(
            (int)(root.Whole("newAccountDays") ?? SellerThresholds.Default.NewAccountDays),
            root.Number("fastSalesPerDay") ?? SellerThresholds.Default.FastSalesPerDay,
            root.Whole("fastSalesMinimum") ?? SellerThresholds.Default.FastSalesMinimum);
        root.Text("title");
        root.Date("updated");
        root.Finish();
        return limits;
    }
}
