using System.Net;
using System.Reflection;
using System.Text;

namespace Ecom389.Monitor.Evidence.Packages.Record;

/// <summary>What a template is filled with: names to texts, to lists of further values, or to true and false.</summary>
internal sealed class TemplateValues
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    public IReadOnlyList<TemplateValues>? List(string name) => _values.GetValueOrDefault(name) as IReadOnlyList<TemplateValues>;

    public TemplateValues With(string name, string value)
    {
        _values[name] = value;
        return this;
    }

    public TemplateValues With(string name, IEnumerable<TemplateValues> rows)
    {
        _values[name] = rows.ToList();
        return this;
    }

    /// <summary>A section that is shown once or not at all.</summary>
    public TemplateValues When(string name, bool shown) => With(name, shown ? [new TemplateValues()] : []);
}

/// <summary>
/// Fills a page's words with values: <c>{{name}}</c> is a text, always escaped; <c>{{#name}}…{{/name}}</c> repeats for each row of a
/// list; <c>{{^name}}…{{/name}}</c> stands where a list is empty. So the words stay in a file people can edit.
/// </summary>
internal static class Template
{
    /// <summary>A resource of this assembly.</summary>
    public static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no resource {name}");
        return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
    }

    public static string Fill(string template, params ReadOnlySpan<TemplateValues> values)
    {
        var page = new StringBuilder(template.Length * 2);
        var scopes = values.ToArray();
        Fill(page, template, scopes);
        return page.ToString();
    }

    private static void Fill(StringBuilder page, string template, TemplateValues[] scopes)
    {
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0)
        {
            page.Append(template, at, open - at);
            var close = template.IndexOf("}}", open, StringComparison.Ordinal);
            var name = template[(open + 2)..close];
            at = close + 2;
            if (name[0] is not ('#' or '^'))
            {
                page.Append(WebUtility.HtmlEncode(Find(scopes, name, (values, key) => values.Text(key))));
                continue;
            }

            var tag = $"{{{{/{name[1..]}}}}}";
            var end = template.IndexOf(tag, at, StringComparison.Ordinal);
            var inner = template[at..end];
            at = end + tag.Length;
            var rows = Find(scopes, name[1..], (values, key) => values.List(key));
            if (name[0] == '^' && rows.Count == 0) Fill(page, inner, scopes);
            else if (name[0] == '#') foreach (var row in rows) Fill(page, inner, [.. scopes, row]);
        }

        page.Append(template, at, template.Length - at);
    }

    private static T Find<T>(TemplateValues[] scopes, string name, Func<TemplateValues, string, T?> read)
        where T : class
    {
        for (var i = scopes.Length - 1; i >= 0; i--)
            if (read(scopes[i], name) is { } found) return found;
        throw new InvalidOperationException($"the template asks for {name}, which nobody gave");
    }
}
