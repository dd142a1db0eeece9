namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads RDFa 1.1 Lite plus <c>about</c>, <c>rel</c>, <c>content</c> and <c>datatype</c> (W3C RDFa Core 1.1): the part that
/// shops use. Property and type names come out as full IRIs.
/// </summary>
internal static class RdfaReader
{
    private static readonly (string Prefix, string Iri)[] InitialContext =
    [
        ("schema", "http://schema.org/"), ("og", "http://ogp.me/ns#"), ("gr", "http://purl.org/goodrelations/v1#"),
        ("dc", "http://purl.org/dc/terms/"), ("dcterms", "http://purl.org/dc/terms/"), ("dc11", "http://purl.org/dc/elements/1.1/"),
        ("foaf", "http://xmlns.com/foaf/0.1/"), ("v", "http://rdf.data-vocabulary.org/#"), ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"), ("owl", "http://www.w3.org/2002/07/owl#"), ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"), ("sioc", "http://rdfs.org/sioc/ns#"), ("cc", "http://creativecommons.org/ns#"),
        ("xhv", "http://www.w3.org/1999/xhtml/vocab#"), ("vcard", "http://www.w3.org/2006/vcard/ns#"), ("product", "http://ogp.me/ns/product#"),
        ("article", "http://ogp.me/ns/article#"), ("book", "http://ogp.me/ns/book#"), ("profile", "http://ogp.me/ns/profile#"), ("music", "http://ogp.me/ns/music#"), ("video", "http://ogp.me/ns/video#"),
    ];

    // Copied before anything is added (WithPrefixes).
    private static readonly Dictionary<string, string> InitialPrefixes = InitialContext.ToDictionary(p => p.Prefix, p => p.Iri, StringComparer.OrdinalIgnoreCase);

    // Elements with none of these say nothing by themselves.
    private static readonly ulong Asked = PageDom.AnyOf("vocab", "prefix", "typeof", "property", "resource", "about", "rel");

    /// <param name="Subject">What is spoken of within.</param>
    /// <param name="Vocabulary">What terms without a prefix belong to.</param>
    /// <param name="Prefixes">Those declared by <c>prefix</c>.</param>
    /// <param name="End">One past the element.</param>
    /// <param name="Pending">Relations that still want an object: what is said within is said of it.</param>
    /// <param name="Owner">Whose relations those are.</param>
    private sealed record Scope(SchemaItem Subject, string Vocabulary, Dictionary<string, string> Prefixes, int End, List<string>? Pending, SchemaItem? Owner);

    /// <summary>Every subject something is said of, in document order.</summary>
    public static List<SchemaItem> Read(PageDom dom, string pageUrl, Func<string, string> resolve)
    {
        var order = new List<SchemaItem>();
        var subjects = new Dictionary<string, SchemaItem>(StringComparer.Ordinal);
        SchemaItem Subject(string id)
        {
            if (subjects.TryGetValue(id, out var known)) return known;
            var made = new SchemaItem { Id = id };
            subjects[id] = made;
            order.Add(made);
            return made;
        }

        var prefixes = InitialPrefixes;
        var open = new Stack<Scope>();
        open.Push(new(Subject(pageUrl), "", prefixes, int.MaxValue, null, null));
        for (var i = 0; i < dom.Count; i++)
        {
            if (!dom.MayHaveAny(i, Asked)) continue;
            while (i >= open.Peek().End) open.Pop();
            var scope = open.Peek();
            var vocabulary = dom.Attribute(i, "vocab");
            var prefix = dom.Attribute(i, "prefix");
            var type = dom.Attribute(i, "typeof");
            var property = dom.Attribute(i, "property");
            var resource = dom.Attribute(i, "resource");
            var about = dom.Attribute(i, "about");
            var rel = dom.Attribute(i, "rel");
            if (vocabulary is null && prefix is null && type is null && property is null && resource is null && about is null && rel is null) continue;
            var inner = scope with { End = dom.End(i), Pending = null, Owner = null };
            if (vocabulary is not null) inner = inner with { Vocabulary = vocabulary };
            if (prefix is not null) inner = inner with { Prefixes = WithPrefixes(inner.Prefixes, prefix) };

            string? Iri(string term, bool termNeedsVocabulary) => Expand(dom, i, term, inner, termNeedsVocabulary);
            string Reference(string value) => value.StartsWith("_:", StringComparison.Ordinal) ? value
                : value.Length > 2 && value[0] == '[' && value[^1] == ']' ? Iri(value[1..^1], false) ?? value
                : value.Contains(':', StringComparison.Ordinal) && Iri(value, false) is { } curie && !string.Equals(curie, value, StringComparison.Ordinal) ? curie : resolve(value);

            var href = dom.Attribute(i, "href") ?? dom.Attribute(i, "src");
            var content = dom.Attribute(i, "content");
            var subject = about is not null ? Subject(Reference(about)) : scope.Subject;
            SchemaItem? target = null;
            var properties = Terms(dom, i, property, inner);
            var relations = rel is null ? [] : Terms(dom, i, rel, inner, colonOnly: property is not null || inner.Vocabulary.Length == 0);

            if (properties.Count == 0 && relations.Count == 0)
            {
                if (resource is not null) subject = Subject(Reference(resource));
                else if (type is not null && about is null) subject = href is not null ? Subject(resolve(href)) : Blank();
                if (type is not null) AddTypes(dom, i, subject, type, inner);
                if (type is not null || resource is not null || about is not null) Complete(scope, subject);
                open.Push(inner with { Subject = subject });
                continue;
            }

            if (type is not null)
            {
                target = about is not null && resource is null && properties.Count > 0 && relations.Count == 0 ? subject
                    : resource is not null ? Subject(Reference(resource))
                    : href is not null ? Subject(resolve(href))
                    : Blank();
                AddTypes(dom, i, target, type, inner);
            }
            else if (relations.Count > 0 && (resource ?? href) is { } named)
            {
                target = Subject(Reference(named));
            }

            Complete(scope, subject);
            foreach (var name in properties)
            {
                if (content is not null) subject.Add(name, new(content, null));
                else if (dom.Attribute(i, "datatype") is { Length: > 0 }) subject.Add(name, new(dom.Attribute(i, "datetime") ?? dom.Block(i), null));
                else if (target is not null && !ReferenceEquals(target, subject) && relations.Count == 0) subject.Add(name, new(null, target));
                else if (resource is not null && relations.Count == 0) subject.Add(name, new(null, Subject(Reference(resource))));
                else if (href is not null && relations.Count == 0) subject.Add(name, new(null, Subject(resolve(href))));
                else subject.Add(name, new(dom.Attribute(i, "datetime") ?? dom.Block(i), null));
            }

            foreach (var name in relations)
                if (target is not null) subject.Add(name, new(null, target));
            if (relations.Count > 0 && target is null) open.Push(inner with { Subject = Blank(), Pending = relations, Owner = subject });
            else open.Push(inner with { Subject = target ?? (resource is not null && relations.Count == 0 ? Subject(Reference(resource)) : subject) });
        }

        return order.FindAll(item => item.Types.Count > 0 || item.Properties.Count > 0);

        SchemaItem Blank()
        {
            var made = new SchemaItem();
            order.Add(made);
            return made;
        }

        static void Complete(Scope scope, SchemaItem subject)
        {
            if (scope.Pending is null) return;
            foreach (var name in scope.Pending)
                if (!scope.Owner!.Values(name).Any(v => ReferenceEquals(v.Item, subject))) scope.Owner.Add(name, new(null, subject));
        }
    }

    private static List<string> Terms(PageDom dom, int at, string? value, Scope scope, bool colonOnly = false)
    {
        var terms = new List<string>();
        foreach (var word in MicrodataReader.Words(value))
            if ((!colonOnly || word.Contains(':', StringComparison.Ordinal)) && Expand(dom, at, word, scope, needsVocabulary: true) is { } iri) terms.Add(iri);
        return terms;
    }

    private static void AddTypes(PageDom dom, int at, SchemaItem item, string types, Scope scope)
    {
        foreach (var type in MicrodataReader.Words(types))
            if (Expand(dom, at, type, scope, needsVocabulary: true) is { } iri) item.Types.Add(iri);
    }

    private static string? Expand(PageDom dom, int at, string term, Scope scope, bool needsVocabulary)
    {
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return scope.Vocabulary.Length > 0 ? scope.Vocabulary + term : needsVocabulary ? null : term;
        if (colon > 0 && Namespace(dom, at, term[..colon]) is { } space) return space + term[(colon + 1)..];
        if (colon > 0 && scope.Prefixes.TryGetValue(term[..colon], out var iri) && !term.AsSpan(colon + 1).StartsWith("//")) return iri + term[(colon + 1)..];
        return term;
    }

    // RDFa of XHTML times declares prefixes as xmlns:name, on the element or around it.
    private static string? Namespace(PageDom dom, int at, string prefix)
    {
        var name = "xmlns:" + prefix.ToLowerInvariant();
        for (var i = at; i >= 0; i = dom.Parent(i))
            if (dom.Attribute(i, name) is { Length: > 0 } iri) return iri;
        return null;
    }

    private static Dictionary<string, string> WithPrefixes(Dictionary<string, string> outer, string declaration)
    {
        var words = MicrodataReader.Words(declaration);
        var prefixes = new Dictionary<string, string>(outer, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i + 1 < words.Length && i < 200; i += 2) prefixes[words[i].TrimEnd(':')] = words[i + 1];
        return prefixes;
    }
}
