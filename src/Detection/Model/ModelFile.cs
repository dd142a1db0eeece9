using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Features;

namespace Ecom389.Monitor.Detection.Model;

/// <summary>
/// <c>model.bin</c>: eight bytes <c>E389MDL5</c>, the header's length, the header as JSON, the Brotli-compressed weights, and the SHA-256 of all
/// before it. Numbers are little-endian. Weights are kept in steps of a 1,023rd of the head's largest, zeros left out. The same
/// model always yields the same bytes.
/// </summary>
public static class ModelFile
{
    private static ReadOnlySpan<byte> Magic => "E389MDL5"u8;

    /// <summary>The weights as they will be after writing and reading: training measures what is shipped.</summary>
    public static HeadWeights Quantise(HeadWeights head) => head with { Weights = Quantise(head.Weights) };

    /// <summary>The same for the scales.</summary>
    public static float[] Quantise(float[] weights)
    {
        var step = Step(weights);
        return Array.ConvertAll(weights, weight => Level(weight, step) * step);
    }

    /// <summary>Writes a model.</summary>
    public static byte[] Write(ModelHeader header, float[] scales, HeadWeights listing, HeadWeights segment, IReadOnlyList<HeadWeights> codes)
    {
        using var file = new MemoryStream();
        file.Write(Magic);
        var json = JsonSerializer.SerializeToUtf8Bytes(header, JsonContract.Compact);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, json.Length);
        file.Write(number);
        file.Write(json);
        using (var brotli = new BrotliStream(file, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = new BinaryWriter(brotli))
        {
            WriteVector(writer, scales);
            writer.Write7BitEncodedInt(codes.Count + 2);
            foreach (var head in codes.Prepend(segment).Prepend(listing))
            {
                writer.Write(head.Name);
                writer.Write(head.Bias);
                WriteVector(writer, head.Weights);
            }
        }
        file.Write(SHA256.HashData(file.ToArray()));
        return file.ToArray();
    }

    /// <summary>Reads a model. Throws <see cref="InvalidInputException"/> naming the file where it is missing, damaged or of other features.</summary>
    public static TextModel Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, "the model cannot be read: " + exception.Message));
        }
        return Read(bytes, path);
    }

    /// <summary>Reads a model from memory.</summary>
    /// <param name="path">The name that faults are reported under.</param>
    public static TextModel Read(byte[] bytes, string path)
    {
        if (bytes.Length < Magic.Length + 4 + SHA256.HashSizeInBytes || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidInputException(new InputError(path, null, null, "is no model file of this program"));
        var body = bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes);
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes.AsSpan(body.Length)))
            throw new InvalidInputException(new InputError(path, null, null, "is damaged: its checksum does not fit its content"));
        try
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(body[Magic.Length..]);
            var header = JsonSerializer.Deserialize(body.Slice(Magic.Length + 4, length), ModelJson.Default.ModelHeader)!;
            var start = Magic.Length + 4 + length;
            using var brotli = new BrotliStream(new MemoryStream(bytes, start, body.Length - start), CompressionMode.Decompress);
            var reader = new WeightReader(brotli);
            var scales = reader.ReadVector(header.Settings.Buckets);
            var heads = new HeadWeights[reader.ReadCount()];
            for (var i = 0; i < heads.Length; i++)
            {
                var name = reader.ReadName();
                var bias = reader.ReadSingle();
                heads[i] = new(name, reader.ReadVector(header.Settings.Buckets), bias);
            }
            var model = new TextModel(header, scales, heads[0], heads[1], heads[2..], ContentHash.Of(bytes));
            model.RequireCurrentFeatures(path);
            return model;
        }
        catch (Exception exception) when (exception is JsonException or IOException or FormatException or IndexOutOfRangeException or ArgumentException or InvalidDataException)
        {
            throw new InvalidInputException(new InputError(path, null, null, "is no model file of this version: " + exception.Message));
        }
    }

    /// <summary>Steps up to the largest weight: eleven bits with the sign. The sum of a listing's thousand weights errs by less than a hundredth.</summary>
    private const int MostSteps = 1023;

    /// <summary>The worth of one step.</summary>
    internal static float Step(float[] weights)
    {
        var largest = 0f;
        var at = 0;
        // Eight at a time: a model has millions of weights, and every start asks this of all of them.
        var most = Vector256<float>.Zero;
        for (; at <= weights.Length - Vector256<float>.Count; at += Vector256<float>.Count) most = Vector256.Max(most, Vector256.Abs(Vector256.LoadUnsafe(ref weights[at])));
        for (var lane = 0; lane < Vector256<float>.Count; lane++) largest = Math.Max(largest, most.GetElement(lane));
        for (; at < weights.Length; at++) largest = Math.Max(largest, Math.Abs(weights[at]));
        return largest / MostSteps;
    }

    internal static short Level(float weight, float step) => step == 0 ? (short)0 : (short)Math.Round(weight / step);

    /// <summary><see cref="Level"/> of all weights.</summary>
    /// <param name="levels">Receives them; as long as the weights.</param>
    internal static void Levels(float[] weights, float step, short[] levels)
    {
        if (step == 0)
        {
            Array.Clear(levels);
            return;
        }
        var at = 0;
        var steps = Vector256.Create(step);
        for (; at <= weights.Length - Vector256<short>.Count; at += Vector256<short>.Count)
        {
            var low = Vector256.ConvertToInt32(Vector256.Round(Vector256.LoadUnsafe(ref weights[at]) / steps));
            var high = Vector256.ConvertToInt32(Vector256.Round(Vector256.LoadUnsafe(ref weights[at + Vector256<float>.Count]) / steps));
            Vector256.Narrow(low, high).StoreUnsafe(ref levels[at]);
        }
        for (; at < weights.Length; at++) levels[at] = Level(weights[at], step);
    }

    private static void WriteVector(BinaryWriter writer, float[] weights)
    {
        var step = Step(weights);
        writer.Write(step);
        var last = -1;
        for (var i = 0; i < weights.Length; i++)
        {
            var level = Level(weights[i], step);
            if (level == 0) continue;
            writer.Write7BitEncodedInt(i - last);
            writer.Write(level);
            last = i;
        }
        writer.Write7BitEncodedInt(0);
    }
}
