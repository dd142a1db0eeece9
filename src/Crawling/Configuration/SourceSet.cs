using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>The definitions of all files: each read by itself, then those that are <c>like</c> another with what they take over from it.</summary>
internal sealed class SourceSet(List<InputError> errors)
{
    // What belongs to one definition alone.
    private static readonly string[] Own = ["$schema", "schemaVersion", "id", "name", "like", "template", "about", "enabled"];

    private readonly List<Draft> _drafts = [];

    private sealed record Draft(JsonTree Tree, string File, string Path, bool IsFile)
    {
        public string? Id => TextOf("id");

        public string? Like => TextOf("like");

        private string? TextOf(string name) => Tree.Members.Find(member => member.Name == name) is { Value: { Kind: JsonTokenType.String } value } ? value.Text.Trim() : null;
    }

    public void Add(JsonTree tree, string file, string path, bool isFile = false) => _drafts.Add(new(tree, file, path, isFile));

    public (List<SourceDefinition> Sources, List<SourceDefinition> Templates) Read()
    {
        var (sources, templates) = (new List<SourceDefinition>(), new List<SourceDefinition>());
        var known = new Dictionary<string, Draft>(StringComparer.Ordinal);
        foreach (var draft in _drafts)
        {
            if (draft.Id is not { Length: > 0 } id || known.TryAdd(id, draft)) continue;
            var first = known[id];
            new ObjectReader(draft.Tree, draft.File, draft.Path, errors).Fault("id", draft.Tree.Member("id"), "config.duplicate-id", id, first.File == draft.File ? first.Tree.Line : $"{first.Tree.Line} ({first.File})");
        }

        var clean = new HashSet<Draft>();
        foreach (var draft in _drafts)
        {
            var before = errors.Count;
            var (source, isTemplate) = new SourceReader(new ObjectReader(draft.Tree, draft.File, draft.Path, errors), draft.File, draft.IsFile).Read();
            if (errors.Count == before) clean.Add(draft);
            if (draft.Like is null) (isTemplate ? templates : sources).Add(source);
        }

        foreach (var draft in _drafts.Where(draft => draft.Like is not null && clean.Contains(draft)))
        {
            var reader = new ObjectReader(draft.Tree, draft.File, draft.Path, errors);
            if (Whole(draft, known, reader) is not { } tree || !Family(draft, known).All(clean.Contains)) continue;
            var (source, isTemplate) = new SourceReader(new ObjectReader(tree, draft.File, draft.Path, errors), draft.File, draft.IsFile).Read();
            (isTemplate ? templates : sources).Add(source);
        }

        // The order of the files, whatever was read when.
        var order = _drafts.Select((draft, index) => (draft.Id, index)).Where(pair => pair.Id is not null).DistinctBy(pair => pair.Id, StringComparer.Ordinal).ToDictionary(pair => pair.Id!, pair => pair.index, StringComparer.Ordinal);
        return ([.. sources.OrderBy(source => order.GetValueOrDefault(source.Id))], [.. templates.OrderBy(source => order.GetValueOrDefault(source.Id))]);
    }

    private static IEnumerable<Draft> Family(Draft draft, Dictionary<string, Draft> known)
    {
        for (var at = draft; at is not null; at = at.Like is { } id ? known.GetValueOrDefault(id) : null) yield return at;
    }

    /// <summary>The definition with what it takes over, or null after saying why there is none.</summary>
    private static JsonTree? Whole(Draft draft, Dictionary<string, Draft> known, ObjectReader reader)
    {
        var tree = draft.Tree;
        var seen = new HashSet<string>(StringComparer.Ordinal) { draft.Id ?? "" };
        for (var at = draft; at.Like is { } id;)
        {
            if (!known.TryGetValue(id, out var next))
            {
                reader.Fault("like", draft.Tree.Member("like"), "config.like", id);
                return null;
            }

            if (!seen.Add(id))
            {
                reader.Fault("like", draft.Tree.Member("like"), "config.like-loop", id);
                return null;
            }

            tree = Merge(tree, next.Tree, Own);
            at = next;
        }

        return tree;
    }

    private static JsonTree Merge(JsonTree mine, JsonTree other, IReadOnlyCollection<string> left)
    {
        var merged = new JsonTree(mine.Kind, mine.Line);
        foreach (var (name, line, value) in mine.Members)
        {
            var theirs = left.Contains(name, StringComparer.Ordinal) ? null : other.Member(name);
            merged.Members.Add((name, line, value.Kind == JsonTokenType.StartObject && theirs is { Kind: JsonTokenType.StartObject } ? Merge(value, theirs, []) : value));
        }

        foreach (var member in other.Members)
            if (!left.Contains(member.Name, StringComparer.Ordinal) && mine.Member(member.Name) is null) merged.Members.Add(member);
        return merged;
    }
}
