using System.Globalization;
using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>Bodies as servers that compress send them.</summary>
internal static class PackedBodies
{
    /// <summary>The codings a server may name; "raw-deflate" is what some send as deflate.</summary>
    public static TheoryData<string> Codings => ["gzip", "br", "deflate", "raw-deflate", "zstd"];

    /// <summary>A body of so many numbers one after the other.</summary>
    public static byte[] Numbers(int numbers) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, numbers).Select(number => number.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The body with codings put on, the first named first.</summary>
    public static byte[] Pack(byte[] content, string encoding)
    {
        var packed = content;
        foreach (var name in encoding.Split(", "))
        {
            using var result = new MemoryStream();
            using (Stream packer = name switch
            {
                "gzip" => new GZipStream(result, CompressionLevel.Fastest),
                "br" => new BrotliStream(result, CompressionLevel.Fastest),
                "zstd" => new CompressionStream(result),
                "deflate" => new ZLibStream(result, CompressionLevel.Fastest),
                _ => new DeflateStream(result, CompressionLevel.Fastest),
            })
                packer.Write(packed);
            packed = result.ToArray();
        }

        return packed;
    }
}
