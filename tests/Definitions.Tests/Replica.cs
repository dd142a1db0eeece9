using System.Text;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Definitions.Tests;

/// <summary>A page of a replica and what is to be read from it.</summary>
/// <param name="File">Its file.</param>
/// <param name="Html">Its markup.</param>
/// <param name="Told">Url, kind, and what is expected, as the replica's manifest says.</param>
public sealed record ReplicaPage(string File, string Html, JsonObject Told)
{
    public string Url => Told["url"]!.GetValue<string>();

    /// <summary>An answer of the platform's API, not a page.</summary>
    public bool IsJson => File.EndsWith(".json", StringComparison.Ordinal);

    public string Kind => Told["kind"]!.GetValue<string>();
}

/// <summary>Pages in the structure of one platform, written by us, with the definition that reads them.</summary>
/// <param name="Id">Id of the definition, name of the replica's folder.</param>
/// <param name="Host">Its shop's address.</param>
/// <param name="Pages">In the order of the manifest.</param>
public sealed record Replica(string Id, string Host, IReadOnlyList<ReplicaPage> Pages)
{
    /// <summary>The instant every page counts as captured at.</summary>
    public static readonly DateTimeOffset CapturedAt = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);

    private static string Folder => Path.Combine(Repository.Root, "tests", "Definitions.Tests", "replicas");

    /// <summary>Ids of all replicas.</summary>
    public static IEnumerable<string> Ids => Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public static Replica Load(string id)
    {
        var folder = Path.Combine(Folder, id);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "replica.json")))!.AsObject();
        var pages = manifest["pages"]!.AsArray().Select(page => page!.AsObject())
            .Select(page => new ReplicaPage(page["file"]!.GetValue<string>(), File.ReadAllText(Path.Combine(folder, page["file"]!.GetValue<string>())), page));
        return new(id, manifest["host"]!.GetValue<string>(), [.. pages]);
    }

    /// <summary>A source that is like the definition, through the loader of the product.</summary>
    public async Task<SourceDefinition> SourceAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("ecom389-replica").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "sources"));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "sources"), "*.json")) File.Copy(file, Path.Combine(folder, "sources", Path.GetFileName(file)));
            var config = $$"""{"schemaVersion": 1, "sources": [{"id": "tiem-thu", "like": "{{Id}}", "start": ["{{Host}}/"]}]}""";
            var path = Path.Combine(folder, "crawler.json");
            await File.WriteAllTextAsync(path, config, cancellationToken);
            return (await CrawlerConfig.LoadAsync(path, cancellationToken)).Sources.Single();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The page as a crawl would have fetched it.</summary>
    public static Capture Capture(ReplicaPage page, string html)
    {
        var body = Encoding.UTF8.GetBytes(html);
        return new()
        {
            Id = Guid.CreateVersion7(CapturedAt),
            SourceId = "tiem-thu",
            RequestUrl = page.Url,
            Url = page.Url,
            CapturedAt = CapturedAt,
            Mode = RenderMode.Http,
            Status = 200,
            ResponseHeaders = [new("Content-Type", page.IsJson ? "application/json" : "text/html; charset=utf-8")],
            Body = body,
            BodySha256 = ContentHash.Of(body),
        };
    }
}
