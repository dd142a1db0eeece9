using Ecom389.Monitor.Detection.Facts;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>
/// Reads a condition block. Everything written in one block must hold together; <c>either</c> lists blocks of which one must
/// hold, <c>every</c> blocks that all must hold.
/// </summary>
internal sealed class ConditionReader(PhraseCompiler phrases, IList<Guard> guardList, IReadOnlyList<Campaign> campaigns, IReadOnlyDictionary<string, int> guards, IReadOnlyList<int> defaultGuards)
{
    /// <summary>Categories of the listing schema.</summary>
    public static IReadOnlySet<string> Categories { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "phone", "phone-accessory", "charger-battery", "headphones-speaker", "smartwatch-wearable", "laptop-pc", "tablet", "pc-component",
        "router-wifi", "repeater-booster", "jammer", "radio-walkie-talkie", "iptv-tvbox", "camera-surveillance", "spy-device",
        "sim-card-telecom", "gps-tracker", "drone", "iot-smarthome", "software-license", "book-publication", "printing-labels",
        "server-network", "infosec-product", "telecom-station", "other-non-ict",
    };

    private static readonly HashSet<string> Channels = new(StringComparer.Ordinal) { "marketplace", "social", "website" };
    private static readonly HashSet<string> GoodsConditions = new(StringComparer.Ordinal) { "new", "used", "refurbished", "unknown" };

    /// <summary>Reads a block; scope settings (fields, guards, view) are inherited by inner blocks that set none.</summary>
    public Condition? Read(YamlFields block, WordScope? inherited = null, PhraseMode inheritedMode = PhraseMode.Auto)
    {
        var parts = new List<Condition>();
        var scope = ReadScope(block, inherited);
        var mode = block.Text("view") switch
        {
            null => inheritedMode,
            "exact" => PhraseMode.Exact,
            "auto" => PhraseMode.Auto,
            var other => Report(block, "view", $"\"{other}\" không hợp lệ; phải là exact hoặc auto.", inheritedMode),
        };

        if (block.Has("any")) parts.Add(new HasPhrase(Compile(block, "any", mode), scope));
        if (block.Has("all"))
        {
            foreach (var word in block.Texts("all")) parts.Add(new HasPhrase(phrases.Compile([word], mode, message => block.Error("all", message)), scope));
        }
        AddNear(block, "near", ordered: false);
        AddNear(block, "ordered", ordered: true);
        foreach (var regex in block.Maps("regex"))
        {
            if (ReadRegex(regex, scope) is { } condition) parts.Add(condition);
        }
        AddSet(block, "category", Categories, static set => new CategoryIn(set, Excluded: false));
        if (Names(block, "notCategory", Categories) is { Count: > 0 } excluded) parts.Add(new CategoryIn(excluded, Excluded: true));
        AddSet(block, "channel", Channels, static set => new ChannelIn(set));
        AddSet(block, "condition", GoodsConditions, static set => new GoodsConditionIn(set));
        if (block.Texts("brand") is { Count: > 0 } brands) parts.Add(new BrandIn(brands.ToHashSet(StringComparer.OrdinalIgnoreCase)));
        foreach (var attribute in block.Maps("attribute")) parts.Add(ReadAttribute(attribute, mode));
        if (block.Whole("priceBelow") is { } below) parts.Add(new PriceBetween(null, below - 1));
        if (block.Whole("priceAtLeast") is { } least) parts.Add(new PriceBetween(least, null));
        if (block.Flag("priceHidden") is { } hidden) parts.Add(hidden ? new PriceHidden() : new Not(new PriceHidden()));
        FactConditionReader.Read(block, parts);
        if (block.Map("contradicts") is { } both)
        {
            if (both.Map("claim") is { } claim && both.Map("against") is { } against && Read(claim, scope, mode) is { } said && Read(against, scope, mode) is { } denied) parts.Add(new Contradicts(said, denied));
            else both.Error(null, "\"contradicts\" cần hai khối điều kiện: claim và against.");
            both.Finish();
        }
        if (block.Map("seller") is { } seller) parts.Add(ReadSeller(seller));
        if (block.Map("dated") is { } dated)
        {
            parts.Add(new DatedWithin(dated.Date("from"), dated.Date("to")));
            dated.Finish();
        }
        if (block.Has("campaign") && ReadCampaign(block) is { } campaign) parts.Add(campaign);
        if (ReadAll(block, "either") is { Count: > 0 } either) parts.Add(new AnyOf(either));
        if (ReadAll(block, "every") is { Count: > 0 } every) parts.AddRange(every);
        foreach (var unless in block.Maps("unless"))
        {
            if (Read(unless, scope with { Guards = [] }, mode) is { } condition) parts.Add(new Not(condition));
        }
        block.Finish();
        if (parts.Count == 0)
        {
            block.Error(null, "Khối điều kiện trống: cần ít nhất một điều kiện (any, all, near, ordered, regex, category …).");
            return null;
        }
        return parts.Count == 1 ? parts[0] : new AllOf(parts);

        void AddNear(YamlFields fields, string name, bool ordered)
        {
            foreach (var near in fields.Maps(name))
            {
                var groups = near.TextGroups("groups").Select(group => phrases.Compile(group, mode, message => near.Error("groups", message))).ToArray();
                if (groups.Length < 2) near.Error("groups", "Cần ít nhất hai nhóm từ.");
                parts.Add(new Near(groups, (int)(near.Whole("words") ?? 3), ordered, near.Flag("acrossSentences") ?? false, scope));
                near.Finish();
            }
        }

        void AddSet(YamlFields fields, string name, IReadOnlySet<string> allowed, Func<IReadOnlySet<string>, Condition> make)
        {
            if (Names(fields, name, allowed) is { Count: > 0 } set) parts.Add(make(set));
        }

        List<Condition> ReadAll(YamlFields fields, string name) => fields.Maps(name).Select(inner => Read(inner, scope, mode)).OfType<Condition>().ToList();
    }

    private PhraseSet Compile(YamlFields block, string name, PhraseMode mode) =>
        phrases.Compile(block.Texts(name), mode, message => block.Error(name, message));

    private WordScope ReadScope(YamlFields block, WordScope? inherited)
    {
        var fields = block.Has("fields") ? block.Texts("fields") : inherited?.Fields ?? [];
        var chosen = inherited?.Guards ?? defaultGuards;
        if (block.Has("guards"))
        {
            var list = new List<int>();
            foreach (var name in block.Texts("guards"))
            {
                if (string.Equals(name, "none", StringComparison.Ordinal)) list.Clear();
                else if (guards.TryGetValue(name, out var index)) list.Add(index);
                else block.Error("guards", $"Không có nhóm ngữ cảnh \"{name}\" trong rules/lexicons/guards.yaml; có: none, {string.Join(", ", guards.Keys.Order(StringComparer.Ordinal))}.");
            }
            chosen = list;
        }
        return new(fields, block.Map("guardWords") is { } distances ? Widened(distances, chosen) : chosen);
    }

    /// <summary>The guards with other distances: <c>guardWords: {negation: 5}</c> for "not within five words of a negation".</summary>
    private List<int> Widened(YamlFields distances, IReadOnlyList<int> chosen)
    {
        var list = chosen.ToList();
        foreach (var name in distances.Entries().Select(static entry => entry.Key).ToArray())
        {
            if (!guards.TryGetValue(name, out var index) || !list.Contains(index))
            {
                distances.Error(name, $"Nhóm ngữ cảnh \"{name}\" không có trong \"guards\" của khối này.");
                continue;
            }
            if (distances.Whole(name) is not (>= 0 and <= 60 and var words))
            {
                distances.Error(name, "Số từ phải từ 0 đến 60.");
                continue;
            }
            guardList.Add(guardList[index] with { WordsBefore = (int)words, WordsAfter = (int)words });
            list[list.IndexOf(index)] = guardList.Count - 1;
        }
        return list;
    }

    private InCampaign? ReadCampaign(YamlFields block)
    {
        var names = block.Texts("campaign");
        var windows = new List<CampaignWindow>();
        foreach (var name in names)
        {
            var found = campaigns.Where(campaign => string.Equals(campaign.Id, name, StringComparison.Ordinal)).SelectMany(static campaign => campaign.Windows)
                .Concat(campaigns.SelectMany(static campaign => campaign.Windows).Where(window => string.Equals(window.Id, name, StringComparison.Ordinal))).ToArray();
            if (found.Length == 0) block.Error("campaign", $"Không có chiến dịch \"{name}\" trong rules/campaigns; có: {string.Join(", ", campaigns.Select(static campaign => campaign.Id).Order(StringComparer.Ordinal))}.");
            windows.AddRange(found);
        }
        return windows.Count == 0 ? null : new(names, windows);
    }

    private HasRegex? ReadRegex(YamlFields regex, WordScope scope)
    {
        var pattern = regex.Required("pattern");
        var literals = regex.Texts("literal");
        regex.Finish();
        try
        {
            return new(new LinearExpression(pattern), phrases.CompileLiterals(literals), scope);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            regex.Error("pattern", "Biểu thức chính quy không dùng được: " + fault.Message);
            return null;
        }
    }

    private AttributeIs ReadAttribute(YamlFields attribute, PhraseMode mode)
    {
        var name = attribute.Required("name");
        var missing = attribute.Flag("missing");
        var contains = attribute.Has("contains") ? Compile(attribute, "contains", mode) : null;
        if (missing is null && contains is null) attribute.Error(null, "Cần \"missing\" hoặc \"contains\".");
        attribute.Finish();
        return new(name, missing, contains);
    }

    private static SellerIs ReadSeller(YamlFields seller)
    {
        var condition = new SellerIs(seller.Flag("verified"), (int?)seller.Whole("maxAgeDays"), seller.Whole("minSold"), seller.Whole("maxSold"), seller.Number("maxRating"));
        seller.Finish();
        return condition;
    }

    private static HashSet<string> Names(YamlFields block, string name, IReadOnlySet<string> allowed)
    {
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in block.Texts(name))
        {
            if (allowed.Contains(text)) set.Add(text);
            else block.Error(name, $"\"{text}\" không hợp lệ; phải là một trong: {string.Join(", ", allowed.Order(StringComparer.Ordinal))}.");
        }
        return set;
    }

    private static PhraseMode Report(YamlFields block, string name, string message, PhraseMode fallback)
    {
        block.Error(name, message);
        return fallback;
    }
}
