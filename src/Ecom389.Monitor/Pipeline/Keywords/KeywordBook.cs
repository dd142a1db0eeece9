using System.Globalization;
using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Pipeline.Keywords;

/// <summary>
/// Keywords for the search of a source, made of the installation's watch-lists, price reference and packs as <c>rules/keywords.yaml</c>
/// says. The same files and day give the same keywords.
/// </summary>
internal sealed class KeywordBook
{
    private readonly string _rules;
    private readonly Lazy<YamlMappingNode> _settings;

    /// <param name="rules">The installation's folder of rules.</param>
    public KeywordBook(string rules)
    {
        _rules = rules;
        _settings = new(() => Read(Path.Combine(rules, "keywords.yaml")));
    }

    /// <summary>
    /// A search's keywords for one day: the definition's own first, then the rest, at most <see cref="KeywordSearch.Max"/>. Where there
    /// are more, the days take turns, so that all are asked in time.
    /// </summary>
    /// <exception cref="InvalidInputException">A file of the rules cannot be read.</exception>
    public IReadOnlyList<Keyword> For(KeywordSearch search, DateOnly day)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        List<Keyword> own = [.. search.Extra.Where(seen.Add).Select(text => new Keyword(text, null, null, null)).Take(search.Max)];
        var leave = Texts(_settings.Value, "leave").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var made = search.From.SelectMany(origin => Made(origin, search.Violations)).Where(keyword => !leave.Contains(keyword.Text) && seen.Add(keyword.Text)).ToList();
        var room = search.Max - own.Count;
        if (made.Count <= room) return [.. own, .. made];
        var turn = (int)((long)day.DayNumber * room % made.Count);
        return [.. own, .. Enumerable.Range(0, room).Select(i => made[(turn + i) % made.Count])];
    }

    private IEnumerable<Keyword> Made(KeywordOrigin origin, IReadOnlyList<string> violations) => origin switch
    {
        KeywordOrigin.WatchLists => WatchLists(violations),
        KeywordOrigin.Prices => Prices(),
        _ => Packs(violations),
    };

    private IEnumerable<Keyword> WatchLists(IReadOnlyList<string> violations)
    {
        var aliases = Number(_settings.Value, "watchLists", "aliases", 1);
        foreach (var (file, root) in Files("watchlists"))
        {
            if (violations.Count > 0 && !violations.Contains(Text(root, "violation"), StringComparer.Ordinal)) continue;
            foreach (var entry in Maps(root, "entries"))
                foreach (var name in Texts(entry, "aliases").Take(aliases).Prepend(Text(entry, "name")))
                    if (name.Length > 2) yield return new(name, KeywordOrigin.WatchLists, file, Date(root));
        }
    }

    private IEnumerable<Keyword> Prices()
    {
        var prices = Read(Path.Combine(_rules, "prices.yaml"));
        var names = Maps(Read(Path.Combine(_rules, "products.yaml")), "products").SelectMany(Named).DistinctBy(pair => pair.Id, StringComparer.Ordinal).ToDictionary(pair => pair.Id, pair => pair.Name, StringComparer.Ordinal);
        var words = Texts(Child(_settings.Value, "prices"), "words").DefaultIfEmpty("").ToList();
        foreach (var product in Maps(prices, "prices").Select(row => Text(row, "product")).Distinct(StringComparer.Ordinal))
            if (names.TryGetValue(product, out var name))
                foreach (var word in words) yield return new($"{name} {word}".Trim(), KeywordOrigin.Prices, "prices.yaml", Date(prices));
    }

    // A row may stand for several products: "#" is each value of "for" in turn.
    private static IEnumerable<(string Id, string Name)> Named(YamlMappingNode product)
    {
        var (id, name) = (Text(product, "id"), Text(product, "name"));
        foreach (var value in Texts(product, "for").DefaultIfEmpty("#"))
            yield return (id.Replace("#", value.Replace(' ', '-'), StringComparison.Ordinal), name.Replace("#", value, StringComparison.Ordinal));
    }

    private IEnumerable<Keyword> Packs(IReadOnlyList<string> violations)
    {
        var (from, to) = (Number(_settings.Value, "packs", "minWords", 2), Number(_settings.Value, "packs", "maxWords", 3));
        var levels = Texts(Child(_settings.Value, "packs"), "levels").ToHashSet(StringComparer.Ordinal);
        foreach (var (file, root) in Files("packs"))
        {
            foreach (var rule in Maps(root, "rules"))
            {
                var (violation, status) = (Text(rule, "violation") is { Length: > 0 } own ? own : Text(root, "violation"), Text(rule, "status") is { Length: > 0 } said ? said : Text(root, "status"));
                if (status is "shadow" or "retired" || (violations.Count > 0 && !violations.Contains(violation, StringComparer.Ordinal)) || (levels.Count > 0 && !levels.Contains(Text(rule, "level")))) continue;
                foreach (var phrase in Alone(Child(rule, "when")))
                    if (phrase.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length is var words && words >= from && words <= to) yield return new(phrase, KeywordOrigin.Packs, file, Date(root));
            }
        }
    }

    /// <summary>Phrases that are enough by themselves: those of <c>any</c>, directly or below <c>either</c>.</summary>
    private static IEnumerable<string> Alone(YamlMappingNode? when) => when is null
        ? []
        : Texts(when, "any").Concat(Maps(when, "either").SelectMany(Alone));

    private IEnumerable<(string File, YamlMappingNode Root)> Files(string folder)
    {
        var path = Path.Combine(_rules, folder);
        if (!Directory.Exists(path)) yield break;
        foreach (var file in Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal)) yield return ($"{folder}/{Path.GetFileName(file)}", Read(file));
    }

    private static YamlMappingNode Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(text);
            return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new InvalidInputException(new InputError(path, 1, null, "phải là một đối tượng YAML / must be one YAML mapping"));
        }
        catch (Exception fault) when (fault is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, fault is YamlException yaml ? (int)yaml.Start.Line : null, null, fault.Message));
        }
    }

    private static YamlNode? At(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value : null;

    private static YamlMappingNode? Child(YamlMappingNode node, string name) => At(node, name) as YamlMappingNode;

    private static string Text(YamlMappingNode node, string name) => (At(node, name) as YamlScalarNode)?.Value ?? "";

    private static IEnumerable<string> Texts(YamlMappingNode? node, string name) =>
        node is not null && At(node, name) is YamlSequenceNode list ? list.Children.OfType<YamlScalarNode>().Select(item => item.Value ?? "").Where(text => text.Length > 0) : [];

    private static IEnumerable<YamlMappingNode> Maps(YamlMappingNode node, string name) => At(node, name) is YamlSequenceNode list ? list.Children.OfType<YamlMappingNode>() : [];

    private static int Number(YamlMappingNode node, string section, string name, int otherwise) =>
        Child(node, section) is { } inner && int.TryParse(Text(inner, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static DateOnly? Date(YamlMappingNode root) => DateOnly.TryParseExact(Text(root, "updated"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
