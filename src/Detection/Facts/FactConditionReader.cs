using System.Text.Json;
using Ecom389.Monitor.Detection.Domains;
using Ecom389.Monitor.Detection.Products;
using Ecom389.Monitor.Detection.Registry;
using Ecom389.Monitor.Detection.Rules;
using Ecom389.Monitor.Detection.Rules.Loading;
using Ecom389.Monitor.Detection.Spectrum;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Detection.Facts;

/// <summary>Reads the conditions on facts: priceRatio, offer, conformity, certificate, domain, spectrum, sellerFact.</summary>
internal static class FactConditionReader
{
    private static readonly HashSet<string> NewGoods = new(StringComparer.Ordinal) { "new" };
    private static readonly HashSet<string> ComparedConditions = new(StringComparer.Ordinal) { "new", "used", "refurbished" };
    private static readonly HashSet<string> KnownConfidences = new(StringComparer.Ordinal) { "high", "medium", "low" };
    private static readonly HashSet<string> OrganisationKinds = new(StringComparer.Ordinal) { "brand", "marketplace", "retailer", "telco", "agency" };

    /// <summary>Every condition on facts that a block holds.</summary>
    public static void Read(YamlFields block, ICollection<Condition> parts)
    {
        if (block.Has("priceRatio") && ReadRatio(block) is { } ratio) parts.Add(ratio);
        if (block.Map("offer") is { } offer) parts.Add(ReadOffer(offer));
        if (block.Has("conformity")) parts.Add(new ConformityIs(Enums<ConformityState>(block, "conformity")));
        if (block.Has("certificate")) parts.Add(new CertificateHas(Enums<CertificateFault>(block, "certificate")));
        if (block.Has("sellerFact")) parts.Add(new SellerRemarks(Enums<SellerRemark>(block, "sellerFact")));
        if (block.Map("domain") is { } domain)
        {
            parts.Add(new LooksLikeDomain(Enums<DomainTrick>(domain, "tricks"), Words(domain, "kinds", OrganisationKinds), domain.Text("where") is not "site"));
            domain.Finish();
        }
        if (block.Map("spectrum") is { } spectrum)
        {
            parts.Add(new SpectrumBreach(spectrum.Texts("devices").ToHashSet(StringComparer.Ordinal), Enums<SpectrumBreachKind>(spectrum, "breaches")));
            spectrum.Finish();
        }
    }

    /// <summary>A bare number compares new goods; a table says more.</summary>
    private static PriceRatioAtMost? ReadRatio(YamlFields block)
    {
        if (block.Node("priceRatio") is not YamlMappingNode)
        {
            if (block.Number("priceRatio") is not { } bare || !IsShare(block, bare)) return null;
            return new(bare, 0, NewGoods, new HashSet<string>(StringComparer.Ordinal));
        }
        var map = block.Map("priceRatio")!;
        var most = map.Number("atMost") ?? 0;
        var conditions = Words(map, "conditions", ComparedConditions);
        var condition = new PriceRatioAtMost(most, map.Number("atLeast") ?? 0, conditions.Count == 0 ? NewGoods : conditions, Words(map, "confidence", KnownConfidences));
        map.Finish();
        return IsShare(map, most) ? condition : null;
    }

    private static bool IsShare(YamlFields block, double ratio)
    {
        if (ratio is > 0 and < 1) return true;
        block.Error("priceRatio", "Tỷ lệ giá phải lớn hơn 0 và nhỏ hơn 1.");
        return false;
    }

    private static OfferIs ReadOffer(YamlFields map)
    {
        var condition = new OfferIs(
            map.Has("kinds") ? Enums<OfferKind>(map, "kinds") : new HashSet<OfferKind>(),
            map.Texts("products").ToHashSet(StringComparer.Ordinal),
            map.Texts("categories").ToHashSet(StringComparer.Ordinal),
            map.Texts("brands").ToHashSet(StringComparer.OrdinalIgnoreCase));
        map.Finish();
        return condition;
    }

    private static HashSet<T> Enums<T>(YamlFields block, string name) where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(static value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()), static value => value, StringComparer.Ordinal);
        var set = new HashSet<T>();
        foreach (var text in block.Texts(name))
        {
            if (names.TryGetValue(text, out var value)) set.Add(value);
            else block.Error(name, $"\"{text}\" không hợp lệ; phải là một trong: {string.Join(", ", names.Keys)}.");
        }
        if (set.Count == 0) block.Error(name, $"Cần ít nhất một trong: {string.Join(", ", names.Keys)}.");
        return set;
    }

    private static HashSet<string> Words(YamlFields block, string name, HashSet<string> allowed)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in block.Texts(name))
        {
            if (allowed.Contains(text)) set.Add(text);
            else block.Error(name, $"\"{text}\" không hợp lệ; phải là một trong: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.");
        }
        return set;
    }
}
