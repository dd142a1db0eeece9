using Ecom389.Monitor.Core;
using Microsoft.Net.Http.Headers;

namespace Ecom389.Monitor.Web.Assets;

/// <summary>
/// Style sheets, scripts and pictures, carried inside the assembly: the site works from any working directory and needs no
/// outside host. Addresses carry the content's hash, so that a browser keeps a file for ever and never a stale one.
/// </summary>
public sealed class SiteAssets
{
    private const string Prefix = "wwwroot/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
    };

    private readonly Dictionary<string, (byte[] Bytes, string Version, string Type)> _files = new(StringComparer.Ordinal);

    public SiteAssets()
    {
        var assembly = typeof(SiteAssets).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(Prefix, StringComparison.Ordinal) || !Types.TryGetValue(Path.GetExtension(resource), out var type)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            _files["/" + resource[Prefix.Length..].Replace('\\', '/')] = (bytes, ContentHash.Of(bytes)[..12], type);
        }
    }

    /// <summary>The address of a file with its version: <c>/css/site.css?v=…</c>. Throws <see cref="KeyNotFoundException"/> for a file that is not there.</summary>
    public string Url(string path) => path + "?v=" + _files[path].Version;

    /// <summary>Serves the file when the request is for one.</summary>
    public async Task<bool> TryServeAsync(HttpContext context)
    {
        if (context.Request.Path.Value is not { } path || !_files.TryGetValue(path, out var file)) return false;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return false;

        var current = string.Equals(context.Request.Query["v"], file.Version, StringComparison.Ordinal);
        var tag = $"\"{file.Version}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Remove(HeaderNames.Pragma);
        context.Response.Headers.CacheControl = current ? "public, max-age=31536000, immutable" : "no-cache";
        if (string.Equals(context.Request.Headers[HeaderNames.IfNoneMatch], tag, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
        return true;
    }
}
