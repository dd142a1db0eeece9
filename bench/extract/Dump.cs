using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Definitions.Tests;
using Ecom389.Monitor.Extraction;

namespace Ecom389.Monitor.Bench.Extract;

/// <summary>
/// All that extraction says of many pages, a line each: two builds are alike when their files are. Every page is read with all layers
/// and with each alone, without a source and as a social page; the replicas with their definitions, as they are and in a new theme.
/// </summary>
internal static class Dump
{
    private static readonly ExtractionLayers[] Sets = [ExtractionLayers.All, ExtractionLayers.JsonLd, ExtractionLayers.Microdata, ExtractionLayers.OpenGraph, ExtractionLayers.State, ExtractionLayers.Heuristics];

    public static async Task<int> WriteAsync(string file, IEnumerable<string> folders)
    {
        await using var lines = new StreamWriter(file, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var extractors = Sets.Select(layers => (Layers: layers, Extractor: new PageExtractor(new() { Layers = layers }))).ToList();
        var social = new SourceDefinition { Id = "social", Name = "social", Channel = Channel.Social };
        var count = 0;
        foreach (var (name, path) in folders.SelectMany(PagesOf))
        {
            // As a page of its site, and as one whose address tells nothing.
            var capture = Pages.Load(path, "http://127.0.0.1/san-pham/" + Path.GetFileNameWithoutExtension(name));
            foreach (var (layers, extractor) in extractors) Write(name, layers.ToString(), extractor.Extract(capture, null));
            Write(name, "social", extractors[0].Extractor.Extract(capture, social));
        }

        foreach (var id in Replica.Ids)
        {
            var replica = Replica.Load(id);
            var source = await replica.SourceAsync(CancellationToken.None);
            foreach (var page in replica.Pages.Where(page => !page.IsJson))
                foreach (var (layers, extractor) in extractors)
                {
                    Write(id + "/" + page.Url, layers.ToString(), extractor.Extract(Replica.Capture(page, page.Html), source));
                    Write(id + "/" + page.Url, layers + " new theme", extractor.Extract(Replica.Capture(page, Mutation.Of(page.Html, 7)), source));
                    Write(id + "/" + page.Url, layers + " no source", extractor.Extract(Replica.Capture(page, page.Html), null));
                }
        }

        return count;

        void Write(string page, string how, PageExtraction read)
        {
            var json = ExtractResult.ToJson(read);
            json["file"] = page;
            json["how"] = how;
            json["links"] = JsonSerializer.SerializeToNode(read.Links, JsonContract.Compact);
            json.Remove("id");
            lines.WriteLine(json.ToJsonString(JsonContract.Compact));
            count++;
        }
    }

    private static IEnumerable<(string Name, string Path)> PagesOf(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => path.EndsWith(".html", StringComparison.Ordinal) || path.EndsWith(".html.gz", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal).Select(path => (Path.GetRelativePath(folder, path), path));
}
