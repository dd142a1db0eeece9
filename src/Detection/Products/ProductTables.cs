using Ecom389.Monitor.Detection.Rules.Loading;

namespace Ecom389.Monitor.Detection.Products;

/// <summary>Reads <c>products.yaml</c>, <c>offer-words.yaml</c> and <c>prices.yaml</c>; every fault with its line.</summary>
internal static class ProductTables
{
    private static readonly string[] Confidences = ["high", "medium", "low"];

    public static ProductCatalogue Catalogue(YamlFields root)
    {
        var entries = new List<ProductEntry>();
        foreach (var map in root.Maps("products"))
        {
            var (id, name, brand, category) = (map.Required("id"), map.Required("name"), map.Required("brand"), map.Required("category"));
            var (names, bare, series) = (map.Texts("names"), map.Texts("bare"), map.Texts("for"));
            if (names.Count == 0) map.Error("names", "Cần ít nhất một tên gọi.");
            if (series.Count > 0 && !id.Contains('#', StringComparison.Ordinal)) map.Error("for", "Có \"for\" thì mã và tên phải có dấu #.");
            foreach (var one in series.Count > 0 ? series : [""])
            {
                entries.Add(new(
                    new(Fill(id, one.Replace(" ", "-", StringComparison.Ordinal)), Fill(name, one.ToUpperInvariant()), brand, category),
                    [.. names.Select(text => Fill(text, one))],
                    [.. bare.Select(text => Fill(text, one))]));
            }
            map.Finish();
        }
        var aliases = Lists(root, "aliases");
        var brands = root.Texts("otherBrands");
        root.Text("title");
        root.Date("updated");
        root.Finish();
        return new(entries, aliases, brands);

        static string Fill(string text, string one) => text.Replace("#", one, StringComparison.Ordinal);
    }

    public static OfferWords Words(YamlFields root)
    {
        var byRole = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var role in OfferWords.Roles.Keys.Where(static role => !role.Contains('/', StringComparison.Ordinal))) byRole.Add(role, root.Texts(role));
        foreach (var (state, phrases) in Lists(root, "states"))
        {
            if (OfferWords.Roles.ContainsKey("states/" + state)) byRole.Add("states/" + state, phrases);
            else root.Error("states", $"Không có tình trạng \"{state}\"; có: new, used, refurbished.");
        }
        var nouns = Lists(root, "categoryNouns");
        var preferred = root.Texts("preferCategories").ToHashSet(StringComparer.Ordinal);
        root.Text("title");
        root.Date("updated");
        root.Finish();
        return new(byRole, nouns, preferred);
    }

    public static PriceTable Prices(YamlFields root, IReadOnlySet<string> products)
    {
        var rows = new List<ReferencePrice>();
        var updated = root.Date("updated") ?? default;
        foreach (var map in root.Maps("prices"))
        {
            var product = map.Required("product");
            if (product.Length > 0 && !products.Contains(product)) map.Error("product", $"Không có sản phẩm \"{product}\" trong products.yaml.");
            var low = map.Whole("low") ?? 0;
            var high = map.Whole("high") ?? 0;
            if (low <= 0 || high < low) map.Error("low", "Giá thấp phải lớn hơn 0 và không vượt giá cao.");
            var confidence = map.Required("confidence");
            if (Array.IndexOf(Confidences, confidence) < 0) map.Error("confidence", "Phải là high, medium hoặc low.");
            rows.Add(new(product, (int?)map.Whole("storage"), low, high, map.Date("from") ?? updated, map.Required("source"), confidence));
            map.Finish();
        }
        var factors = new Dictionary<(string, string), double>();
        if (root.Map("conditionFactors") is { } conditions)
        {
            foreach (var condition in conditions.Entries().Select(static entry => entry.Key).ToArray())
            {
                if (conditions.Map(condition) is not { } map) continue;
                foreach (var category in map.Entries().Select(static entry => entry.Key).ToArray())
                {
                    if (map.Number(category) is not { } factor) continue;
                    if (factor is > 0 and <= 1) factors[(condition, category)] = factor;
                    else map.Error(category, "Hệ số phải lớn hơn 0 và không quá 1.");
                }
            }
        }
        root.Text("title");
        root.Finish();
        return new(rows, factors);
    }

    /// <summary>Reports names that two products claim: the longer list would win by accident.</summary>
    public static object? ReportClashes(YamlFields root, ProductMatcher matcher)
    {
        foreach (var (product, known, name) in matcher.Clashes) root.Error("products", $"Tên \"{name}\" của {product.Id} đã là của {known.Id}.");
        return null;
    }

    private static Dictionary<string, IReadOnlyList<string>> Lists(YamlFields root, string field)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (root.Map(field) is not { } map) return lists;
        foreach (var (key, _) in map.Entries().ToArray()) lists.Add(key, map.Texts(key));
        return lists;
    }
}
