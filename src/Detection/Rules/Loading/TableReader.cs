using Ecom389.Monitor.Detection.Context;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>Reads the tables beside the packs: violations, authorities and routes, prices, guards, contexts.</summary>
internal static class TableReader
{
    public static IReadOnlyList<ViolationKind> Violations(YamlFields root)
    {
        var list = new List<ViolationKind>();
        foreach (var map in root.Maps("violations"))
        {
            if (map.Legal("legal") is not { } basis)
            {
                basis = new("", "", "");
                map.Source.Cite(new(map.Source.File, map.Line, map.At("legal"), "", "", ""));
            }
            var harm = map.Number("harm") ?? 0.5;
            if (harm is < 0 or > 1) map.Error("harm", "Trọng số tác hại từ 0 đến 1.");
            list.Add(new(map.Required("code"), map.Required("titleVi"), map.Required("titleEn"), map.Required("legalClass"), basis, map.Texts("authorities"), harm));
            map.Finish();
        }
        root.Finish();
        return list;
    }

    public static (IReadOnlyList<Authority> Authorities, IReadOnlyList<Route> Routes) Authorities(YamlFields root)
    {
        var authorities = new List<Authority>();
        foreach (var map in root.Maps("authorities"))
        {
            authorities.Add(new(map.Required("id"), map.Required("name"), map.Required("under"), map.Required("level"), map.Date("validFrom"), map.Date("validTo"), map.Text("successor"), map.SourceNote("source")));
            map.Finish();
        }
        var known = authorities.Select(static a => a.Id).ToHashSet(StringComparer.Ordinal);
        var routes = new List<Route>();
        foreach (var map in root.Maps("routes"))
        {
            var route = new Route(
                map.Required("id"),
                (int)(map.Whole("precedence") ?? 100),
                map.Texts("violations"),
                map.Texts("channels"),
                map.Texts("categories"),
                map.Text("domainEndsWith"),
                map.Flag("needsProvince") ?? false,
                map.Required("lead"),
                map.Texts("with"),
                map.Citation("basis"));
            foreach (var id in route.With.Prepend(route.Lead).Where(id => id.Length > 0 && !known.Contains(id))) map.Error("lead", $"Không có cơ quan \"{id}\" trong danh sách authorities.");
            routes.Add(route);
            map.Finish();
        }
        root.Finish();
        return (authorities, [.. routes.OrderBy(static route => route.Precedence)]);
    }

    public static IReadOnlyList<Guard> Guards(YamlFields root, PhraseCompiler phrases)
    {
        var list = new List<Guard>();
        foreach (var map in root.Maps("guards"))
        {
            list.Add(new(
                map.Required("id"),
                phrases.Compile(map.Texts("before"), PhraseMode.Careful, message => map.Error("before", message)),
                (int)(map.Whole("wordsBefore") ?? 3),
                phrases.Compile(map.Texts("after"), PhraseMode.Careful, message => map.Error("after", message)),
                (int)(map.Whole("wordsAfter") ?? 3)));
            map.Text("title");
            map.Finish();
        }
        root.Texts("default");
        root.Finish();
        return list;
    }

    public static IReadOnlyList<GoodsWords> Goods(YamlFields root, PhraseCompiler phrases)
    {
        var list = new List<GoodsWords>();
        if (root.Map("goods") is { } goods)
        {
            foreach (var category in goods.Entries().Select(static entry => entry.Key).ToArray())
            {
                if (!ConditionReader.Categories.Contains(category)) goods.Error(category, $"Không có ngành hàng \"{category}\".");
                list.Add(new(category, phrases.CompileNames(goods.Texts(category), message => goods.Error(category, message))));
            }
        }
        root.Finish();
        return list;
    }

    public static IReadOnlyList<ContextCue> Contexts(YamlFields root, ConditionReader conditions)
    {
        var list = new List<ContextCue>();
        foreach (var map in root.Maps("contexts"))
        {
            var weight = map.Number("weight") ?? -2;
            if (weight >= 0) map.Error("weight", "Dấu hiệu ngược phải có trọng số âm.");
            var when = map.Map("when") is { } block ? conditions.Read(block) : null;
            if (when is null) map.Error(null, "Thiếu \"when\" (điều kiện).");
            else list.Add(new(map.Required("id"), map.Required("title"), map.Required("message"), weight, when, map.Line));
            map.Finish();
        }
        root.Finish();
        return list;
    }
}
