using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>A file of definitions as it lies there.</summary>
/// <param name="Name">As faults name it.</param>
/// <param name="Json">UTF-8.</param>
internal sealed record DefinitionFile(string Name, ReadOnlyMemory<byte> Json);

/// <summary>Reads and checks crawler.json with the definitions beside it, and reports every fault of every file with its line and field.</summary>
internal sealed partial class CrawlerConfigReader(string file)
{
    private readonly List<InputError> _errors = [];

    public CrawlerConfig Read(ReadOnlySpan<byte> json, IReadOnlyList<DefinitionFile> beside)
    {
        var sources = new SourceSet(_errors);
        var (version, contact, network) = (CrawlerConfig.CurrentSchemaVersion, CrawlContact.Default, CrawlNetwork.Direct);
        if (Tree(json, file) is { } tree)
        {
            var root = new ObjectReader(tree, file, "", _errors);
            root.Member("$schema");
            version = SchemaVersion(root);
            contact = Contact(root.Object("contact"));
            network = Network(root.Object("network"));
            foreach (var (source, path) in root.Trees("sources", required: beside.Count == 0)) sources.Add(source, file, path);
            root.Finish();
        }

        foreach (var (name, text) in beside)
            if (Tree(text.Span, name) is { } definition) sources.Add(definition, name, "", isFile: true);
        var read = sources.Read();
        if (_errors.Count > 0) throw new InvalidInputException([.. Order(_errors, [file, .. beside.Select(each => each.Name)])]);
        return new CrawlerConfig(version, contact, network, read.Sources) { Templates = read.Templates };
    }

    internal static int SchemaVersion(ObjectReader root)
    {
        var version = root.Number("schemaVersion", CrawlerConfig.CurrentSchemaVersion, 0, int.MaxValue);
        if (version != CrawlerConfig.CurrentSchemaVersion) root.Fault("schemaVersion", root.Member("schemaVersion"), "config.schema-version", version, CrawlerConfig.CurrentSchemaVersion);
        return version;
    }

    private JsonTree? Tree(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var tree = JsonTree.Read(json, name);
            if (tree.Kind == JsonTokenType.StartObject) return tree;
            _errors.Add(new InputError(name, tree.Line, null, Messages.Format("config.type", Messages.Format("type.object"), Messages.Format(tree.KindKey))));
        }
        catch (InvalidInputException fault)
        {
            _errors.AddRange(fault.Errors);
        }

        return null;
    }

    private static IEnumerable<InputError> Order(List<InputError> errors, List<string> files) =>
        errors.Distinct().OrderBy(error => files.IndexOf(error.File)).ThenBy(error => error.Line ?? 0);

    private static CrawlContact Contact(ObjectReader? reader)
    {
        if (reader is null) return CrawlContact.Default;
        var site = reader.Text("siteUrl")?.TrimEnd('/');
        if (site is not null && !(Uri.TryCreate(site, UriKind.Absolute, out var url) && CanonicalUrl.IsWeb(url))) reader.Fault("siteUrl", reader.Member("siteUrl"), "config.url", site);
        var userAgent = reader.Text("userAgent") ?? CrawlContact.AgentOf(site);
        if (!RobotName().IsMatch(userAgent) || userAgent.AsSpan().ContainsAnyExceptInRange(' ', '~')) reader.Fault("userAgent", reader.Member("userAgent"), "config.user-agent");
        var contact = new CrawlContact(userAgent, reader.Text("organisation")) { SiteUrl = site, Email = reader.Text("email"), Phone = reader.Text("phone"), Address = reader.Text("address") };
        reader.Finish();
        return contact;
    }

    private static CrawlNetwork Network(ObjectReader? reader)
    {
        if (reader is null) return CrawlNetwork.Direct;
        Uri? proxy = null;
        if (reader.Text("upstreamProxy") is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out proxy) && proxy.Scheme is "http" && proxy.Host.Length > 0))
            reader.Fault("upstreamProxy", reader.Member("upstreamProxy"), "config.proxy", text);
        var caFile = reader.Text("caFile");
        var connectTo = new List<KeyValuePair<string, IPEndPoint>>();
        foreach (var (host, target) in reader.Map("connectTo"))
        {
            if (IPEndPoint.TryParse(target, out var endpoint) && endpoint.Port > 0) connectTo.Add(KeyValuePair.Create(host, endpoint));
            else reader.Fault($"connectTo.{host}", reader.Member("connectTo"), "config.connect-to", target);
        }

        reader.Finish();
        return new CrawlNetwork(proxy, caFile, connectTo);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*(?:[/ ]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex RobotName();
}
