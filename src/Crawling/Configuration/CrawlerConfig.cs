using System.Net;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Who crawls: told to every site.</summary>
/// <param name="UserAgent">The User-Agent header; its first word before <c>/</c> is the name that robots.txt rules are read for.</param>
/// <param name="Organisation">The authority behind it.</param>
public sealed record CrawlContact(string UserAgent, string? Organisation)
{
    /// <summary>What is sent where crawler.json says nothing.</summary>
    public static CrawlContact Default { get; } = new("Ecom389Monitor/0.1", null);

    /// <summary>Public address of this installation's site, whose page <c>/crawler</c> explains the crawler; null when it has none.</summary>
    public string? SiteUrl { get; init; }

    /// <summary>Whom the owner of a site may write to.</summary>
    public string? Email { get; init; }

    /// <summary>Whom the owner of a site may call.</summary>
    public string? Phone { get; init; }

    /// <summary>Postal address of the authority.</summary>
    public string? Address { get; init; }

    /// <summary>The User-Agent where the configuration gives none: it names the page that explains the crawler.</summary>
    public static string AgentOf(string? siteUrl) => siteUrl is null ? Default.UserAgent : $"{Default.UserAgent} (+{siteUrl}/crawler)";

    /// <summary>The product token for robots.txt.</summary>
    public string RobotsAgent => UserAgent.Split('/', ' ')[0];
}

/// <summary>How the crawl reaches the world.</summary>
/// <param name="UpstreamProxy">A government's proxy, or null.</param>
/// <param name="CaFile">Path of a PEM file with further root certificates, an internal CA's, or null.</param>
/// <param name="ConnectTo">Host pattern to the address dialled instead, for sources that allow private addresses.</param>
public sealed record CrawlNetwork(Uri? UpstreamProxy, string? CaFile, IReadOnlyList<KeyValuePair<string, IPEndPoint>> ConnectTo)
{
    /// <summary>Straight out.</summary>
    public static CrawlNetwork Direct { get; } = new(null, null, []);
}

/// <summary>crawler.json and the definitions beside it as read: what to crawl, as whom and through what.</summary>
public sealed record CrawlerConfig(int SchemaVersion, CrawlContact Contact, CrawlNetwork Network, IReadOnlyList<SourceDefinition> Sources)
{
    /// <summary>The version of crawler.json and of definitions that this program writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The folder beside crawler.json whose <c>*.json</c> files hold one definition each.</summary>
    public const string DefinitionFolder = "sources";

    /// <summary>Definitions that others are <c>like</c>; they are not crawled themselves.</summary>
    public IReadOnlyList<SourceDefinition> Templates { get; init; } = [];

    /// <summary>
    /// Reads a file and the definitions in the folder <c>sources</c> beside it. Throws <see cref="InvalidInputException"/> with every fault
    /// of every file, also when one cannot be read.
    /// </summary>
    public static async Task<CrawlerConfig> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var main = await ReadAsync(path, cancellationToken);
        var folder = Path.Combine(Path.GetDirectoryName(path) ?? "", DefinitionFolder);
        var beside = new List<DefinitionFile>();
        if (Directory.Exists(folder))
            foreach (var name in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)) beside.Add(new(name, await ReadAsync(name, cancellationToken)));
        return new CrawlerConfigReader(path).Read(main, beside);
    }

    /// <summary>Reads a text without definitions beside it. Throws <see cref="InvalidInputException"/> with every fault.</summary>
    /// <param name="json">UTF-8 JSON; comments and trailing commas allowed.</param>
    /// <param name="file">The name faults are reported under; files that definitions name lie beside it.</param>
    public static CrawlerConfig Parse(ReadOnlySpan<byte> json, string file) => new CrawlerConfigReader(file).Read(json, []);

    /// <summary>Reads one definition as a file of <c>sources</c> holds it. Throws <see cref="InvalidInputException"/> with every fault.</summary>
    public static SourceDefinition ParseDefinition(ReadOnlyMemory<byte> json, string file)
    {
        var read = new CrawlerConfigReader(file).Read("{}"u8, [new(file, json)]);
        return read.Sources.Concat(read.Templates).Single();
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, Messages.Format("config.unreadable", fault.Message)));
        }
    }
}
