using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Rules.Loading;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// Reads and checks <c>rules/</c>: every fault in every file is reported, with file, line and field, before anything runs.
/// </summary>
public static class RulePackLoader
{
    /// <summary>Loads a rules folder.</summary>
    /// <param name="folder">Folder with <c>violations.yaml</c>, <c>authorities.yaml</c>, <c>prices.yaml</c>, <c>lexicons/</c>, <c>packs/</c> and <c>watchlists/</c>.</param>
    /// <exception cref="InvalidInputException">Something cannot be used; carries all faults.</exception>
    public static RuleSet Load(string folder)
    {
        return Load(ReadFiles(folder), Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
    }

    /// <summary>The files of a rules folder as texts, by path within it.</summary>
    /// <exception cref="InvalidInputException">There is no such folder, or a file is not UTF-8.</exception>
    public static SortedDictionary<string, string> ReadFiles(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException(new InputError(folder, null, null, "Không có thư mục quy tắc này."));
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(folder, FactTables.SuffixList)))
            files.Add(Path.GetRelativePath(folder, path).Replace('\\', '/'), ReadText(path));
        return files;
    }

    /// <summary>One file of rules.</summary>
    /// <exception cref="InvalidInputException">It cannot be read or is not UTF-8.</exception>
    public static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InvalidInputException(new InputError(path, null, null, "Không đọc được tệp (phải là UTF-8): " + fault.Message));
        }
    }

    /// <summary>The id that a pack file states.</summary>
    /// <exception cref="InvalidInputException">It is no YAML mapping or states none.</exception>
    public static string IdOf(string path)
    {
        var errors = new List<InputError>();
        var id = new YamlSource(path, errors, []).Parse(ReadText(path))?.Required("id");
        return errors.Count == 0 && id is not null ? id : throw new InvalidInputException(errors);
    }

    /// <summary>Loads from texts: a proposed change that is on no disk yet.</summary>
    /// <param name="files">Relative path to content.</param>
    /// <param name="root">What the faults put before the relative path.</param>
    /// <exception cref="InvalidInputException">Something cannot be used; carries all faults.</exception>
    public static RuleSet Load(IReadOnlyDictionary<string, string> files, string root = "rules")
    {
        var errors = new List<InputError>();
        var statements = new List<LegalStatement>();
        var phrases = new PhraseCompiler();

        var violations = Table("violations.yaml", static fields => TableReader.Violations(fields)) ?? [];
        var codes = violations.Select(static kind => kind.Code).ToHashSet(StringComparer.Ordinal);
        var (authorities, routes) = Table("authorities.yaml", static fields => ((IReadOnlyList<Authority>, IReadOnlyList<Route>)?)TableReader.Authorities(fields)) ?? ([], []);
        var facts = FactTables.Read(Table, files.GetValueOrDefault(FactTables.SuffixList));
        Table<object>("lexicons/terms.yaml", fields => ReadLists(fields, phrases));
        var defaults = new List<string>();
        var guards = Table("lexicons/guards.yaml", fields =>
        {
            defaults.AddRange(fields.Texts("default"));
            return TableReader.Guards(fields, phrases);
        }) ?? [];
        var guardIndex = guards.Select(static (guard, index) => (guard.Id, index)).DistinctBy(static pair => pair.Id, StringComparer.Ordinal).ToDictionary(static pair => pair.Id, static pair => pair.index, StringComparer.Ordinal);
        var goods = Table("lexicons/goods.yaml", fields => TableReader.Goods(fields, phrases)) ?? [];
        var campaigns = new List<Campaign>();
        foreach (var name in files.Keys.Where(static name => name.StartsWith("campaigns/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            campaigns.AddRange(Table(name, static fields => CampaignReader.Read(fields)) ?? []);
        foreach (var twice in campaigns.SelectMany(static campaign => campaign.Windows.Select(static window => window.Id).Prepend(campaign.Id)).GroupBy(static id => id, StringComparer.Ordinal).Where(static group => group.Count() > 1))
            errors.Add(new($"{root}/campaigns", null, twice.Key, $"Mã chiến dịch \"{twice.Key}\" dùng hai lần."));
        var allGuards = guards.ToList();
        var conditions = new ConditionReader(phrases, allGuards, campaigns, guardIndex, [.. defaults.Where(guardIndex.ContainsKey).Select(name => guardIndex[name])]);
        var contexts = Table("lexicons/context.yaml", fields => TableReader.Contexts(fields, conditions)) ?? [];

        var rules = new RuleReader(conditions, codes);
        var watchLists = new WatchListReader(conditions, phrases, codes);
        var packs = new List<RulePack>();
        foreach (var (name, text) in files.OrderBy(static file => file.Key, StringComparer.Ordinal))
        {
            var isPack = name.StartsWith("packs/", StringComparison.Ordinal);
            if (!isPack && !name.StartsWith("watchlists/", StringComparison.Ordinal)) continue;
            if (new YamlSource($"{root}/{name}", errors, statements).Parse(text) is not { } fields) continue;
            packs.Add(isPack ? rules.ReadPack(fields) : watchLists.Read(fields));
        }
        var all = packs.SelectMany(static pack => pack.Rules).ToArray();
        foreach (var twice in all.GroupBy(static rule => rule.Id, StringComparer.Ordinal).Where(static group => group.Count() > 1))
        {
            foreach (var rule in twice.Skip(1)) errors.Add(new(rule.File, rule.Line, "id", $"Mã quy tắc \"{rule.Id}\" đã dùng ở {twice.First().File}:{twice.First().Line}."));
        }
        if (errors.Count > 0) throw new InvalidInputException(errors);

        return new()
        {
            Packs = packs,
            Rules = all,
            Contexts = contexts,
            Guards = allGuards,
            Campaigns = campaigns,
            Violations = violations,
            Authorities = authorities,
            Routes = routes,
            Facts = facts,
            Statements = statements,
            Version = HashOf(files),
            Goods = goods,
            Phrases = phrases.Build(),
        };

        T? Table<T>(string name, Func<YamlFields, T?> read)
        {
            if (files.TryGetValue(name, out var text))
            {
                if (new YamlSource($"{root}/{name}", errors, statements).Parse(text) is { } fields) return read(fields);
            }
            else if (name is "violations.yaml")
            {
                errors.Add(new($"{root}/{name}", null, null, "Thiếu tệp này: không có nó thì không biết các loại vi phạm."));
            }
            return default;
        }
    }

    private static object? ReadLists(YamlFields fields, PhraseCompiler phrases)
    {
        if (fields.Map("lists") is { } lists)
        {
            foreach (var name in lists.Entries().Select(static entry => entry.Key).ToArray()) phrases.Define(name, lists.Texts(name));
        }
        fields.Finish();
        return null;
    }

    /// <summary>Changes with any byte of any file and with the normaliser, and with nothing else.</summary>
    private static string HashOf(IReadOnlyDictionary<string, string> files)
    {
        var all = new StringBuilder(Normaliser.Version).Append('\n');
        foreach (var (name, text) in files.OrderBy(static file => file.Key, StringComparer.Ordinal)) all.Append(name).Append('\0').Append(ContentHash.Of(text)).Append('\n');
        return ContentHash.Of(all.ToString());
    }
}
