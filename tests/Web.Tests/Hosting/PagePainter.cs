using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>Draws a plain PNG (ISO/IEC 15948) that looks like a shop's page: a bar, a picture, lines of words.</summary>
internal static class PagePainter
{
    public static byte[] Png(int width, int height)
    {
        var rows = new byte[height * ((width * 3) + 1)];
        for (var y = 0; y < height; y++)
        {
            var at = y * ((width * 3) + 1);
            for (var x = 0; x < width; x++)
            {
                var (r, g, b) = Colour(x, y, width);
                (rows[at + 1 + (x * 3)], rows[at + 2 + (x * 3)], rows[at + 3 + (x * 3)]) = (r, g, b);
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        Chunk(png, "IHDR", head);
        using (var packed = new MemoryStream())
        {
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
            Chunk(png, "IDAT", packed.ToArray());
        }
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    private static (byte R, byte G, byte B) Colour(int x, int y, int width)
    {
        if (y < 44) return (238, 77, 45);
        if (y is > 70 and < 330 && x is > 24 && x < width / 2) return (y - x) % 40 < 20 ? ((byte)205, (byte)214, (byte)224) : ((byte)190, (byte)201, (byte)213);
        var line = (y - 70) / 26;
        var inLine = (y - 70) % 26 < 11;
        if (y > 70 && y < 330 && inLine && x > (width / 2) + 20 && x < width - 24 - (line * 37 % 90)) return line == 2 ? ((byte)238, (byte)77, (byte)45) : ((byte)60, (byte)66, (byte)74);
        if (y > 356 && inLine && x > 24 && x < width - 24 - (line * 53 % 160)) return (120, 128, 138);
        return (255, 255, 255);
    }

    private static void Chunk(Stream png, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        var body = (byte[])[.. Encoding.ASCII.GetBytes(type), .. data];
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        return ~crc;
    }
}
