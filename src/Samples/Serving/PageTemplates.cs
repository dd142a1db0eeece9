using System.Text;
using System.Text.Json.Nodes;

namespace Ecom389.Monitor.Samples.Serving;

/// <summary>
/// The HTML files of one shop's <c>Pages</c> folder, in a small subset of Mustache: <c>{{x}}</c> escaped, <c>{{{x}}}</c> as is,
/// <c>{{#x}}…{{/x}}</c> for each item or when true, <c>{{^x}}…{{/x}}</c> when empty, <c>{{&gt;file}}</c> for another file.
/// A name is looked up in the innermost object first, then outwards.
/// </summary>
internal sealed class PageTemplates
{
    private readonly Dictionary<string, IReadOnlyList<Part>> _parsed = new(StringComparer.Ordinal);

    /// <param name="folder">Folder of the shop in this project, <c>Marketplace</c>.</param>
    public PageTemplates(string folder)
    {
        foreach (var path in Resources.In(folder + "/Pages").Where(p => p.EndsWith(".html", StringComparison.Ordinal)))
            _parsed[Path.GetFileNameWithoutExtension(path)] = Parse(Resources.Text(path));
    }

    /// <exception cref="KeyNotFoundException">No such file, or one it includes.</exception>
    public string Render(string file, JsonObject model)
    {
        var output = new StringBuilder();
        Write(_parsed[file], new Scope(model, null), output);
        return output.ToString();
    }

    private void Write(IReadOnlyList<Part> parts, Scope scope, StringBuilder output)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case Literal literal:
                    output.Append(literal.Text);
                    break;
                case Value value:
                    var text = scope.Find(value.Name)?.ToString() ?? "";
                    output.Append(value.Raw ? text : Escape(text));
                    break;
                case Include include:
                    Write(_parsed[include.File], scope, output);
                    break;
                case Section section:
                    WriteSection(section, scope, output);
                    break;
            }
        }
    }

    private void WriteSection(Section section, Scope scope, StringBuilder output)
    {
        var node = scope.Find(section.Name);
        if (section.WhenEmpty)
        {
            if (IsEmpty(node))
                Write(section.Parts, scope, output);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                Write(section.Parts, new Scope(item, scope), output);
        }
        else if (!IsEmpty(node))
        {
            Write(section.Parts, new Scope(node, scope), output);
        }
    }

    /// <summary>Only what HTML needs: WebUtility would also write à and é as numbers, which no Vietnamese site does.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray items => items.Count == 0,
        JsonValue value when value.TryGetValue<bool>(out var yes) => !yes,
        JsonValue value when value.TryGetValue<string>(out var text) => text.Length == 0,
        _ => false,
    };

    private static List<Part> Parse(string source)
    {
        var at = 0;
        return ParseUntil(source, ref at, null);
    }

    private static List<Part> ParseUntil(string source, ref int at, string? closing)
    {
        var parts = new List<Part>();
        while (true)
        {
            var open = source.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                if (closing is not null)
                    throw new FormatException($"Section {closing} is not closed.");
                parts.Add(new Literal(source[at..]));
                return parts;
            }

            parts.Add(new Literal(source[at..open]));
            var raw = source.AsSpan(open).StartsWith("{{{", StringComparison.Ordinal);
            var end = source.IndexOf(raw ? "}}}" : "}}", open, StringComparison.Ordinal);
            if (end < 0)
                throw new FormatException($"A tag at {open} is not closed.");
            var tag = source[(open + (raw ? 3 : 2))..end].Trim();
            at = end + (raw ? 3 : 2);

            switch (raw ? ' ' : tag[0])
            {
                case '/' when string.Equals(tag[1..], closing, StringComparison.Ordinal):
                    return parts;
                case '/':
                    throw new FormatException($"{{{{{tag}}}}} closes nothing.");
                case '#' or '^':
                    parts.Add(new Section(tag[1..], tag[0] == '^', ParseUntil(source, ref at, tag[1..])));
                    break;
                case '>':
                    parts.Add(new Include(tag[1..].Trim()));
                    break;
                default:
                    parts.Add(new Value(tag, raw));
                    break;
            }
        }
    }

    private abstract record Part;

    private sealed record Literal(string Text) : Part;

    private sealed record Value(string Name, bool Raw) : Part;

    private sealed record Include(string File) : Part;

    private sealed record Section(string Name, bool WhenEmpty, IReadOnlyList<Part> Parts) : Part;

    private sealed record Scope(JsonNode? Here, Scope? Outer)
    {
        public JsonNode? Find(string name)
        {
            if (name is ".")
                return Here;
            for (var scope = this; scope is not null; scope = scope.Outer)
            {
                if (scope.Here is JsonObject fields && fields.TryGetPropertyValue(name, out var found))
                    return found;
            }

            return null;
        }
    }
}
