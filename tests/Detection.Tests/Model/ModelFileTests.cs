using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Detection.Tests.Model;

public sealed class ModelFileTests
{
    [Fact]
    public void A_model_reads_back_as_it_was_written()
    {
        var bytes = TinyModel.Bytes();
        var model = ModelFile.Read(bytes, "tiny.bin");
        Assert.Equal(bytes, ModelFile.Write(model.Header, model.Scales, model.Listing, model.Segment, model.Codes));
        Assert.Equal(ContentHash.Of(bytes), model.Version);
    }

    [Fact]
    public void A_model_of_another_feature_version_is_refused_and_named()
    {
        var fault = Assert.Throws<InvalidInputException>(() => TinyModel.Make(TinyModel.Header with { FeatureVersion = "other" }));
        var error = Assert.Single(fault.Errors);
        Assert.Equal("tiny.bin", error.File);
        Assert.Equal("featureVersion", error.Field);
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        var bytes = TinyModel.Bytes();
        bytes[bytes.Length / 2] ^= 1;
        Assert.Contains("damaged", Assert.Throws<InvalidInputException>(() => ModelFile.Read(bytes, "tiny.bin")).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_weights_end_too_soon_is_refused_whatever_its_checksum_says()
    {
        var bytes = TinyModel.Bytes();
        var header = 12 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        using var weights = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(bytes, header, bytes.Length - header - 32), CompressionMode.Decompress)) brotli.CopyTo(weights);
        foreach (var kept in (int[])[0, 3, 6, (int)weights.Length / 2, (int)weights.Length - 1])
        {
            using var cut = new MemoryStream();
            cut.Write(bytes.AsSpan(0, header));
            using (var brotli = new BrotliStream(cut, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(weights.GetBuffer().AsSpan(0, kept));
            cut.Write(SHA256.HashData(cut.ToArray()));
            Assert.Contains("too soon", Assert.Throws<InvalidInputException>(() => ModelFile.Read(cut.ToArray(), "tiny.bin")).Errors[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Steps_found_many_at_a_time_are_those_found_one_by_one()
    {
        var weights = Gen.Choose(-1023, 1023).ArrayOf().Zip(Gen.Choose(1, 4000));
        Prop.ForAll(weights.ToArbitrary(), input =>
        {
            var (steps, worth) = (input.Item1, input.Item2 / 977f);
            var heads = Array.ConvertAll(steps, step => step * worth);
            var step = ModelFile.Step(heads);
            var found = new short[heads.Length];
            ModelFile.Levels(heads, step, found);
            Assert.Equal(heads.Length == 0 ? 0 : heads.Max(Math.Abs) / 1023, step);
            Assert.Equal(Array.ConvertAll(heads, weight => ModelFile.Level(weight, step)), found);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_missing_model_is_named() =>
        Assert.Equal("nowhere/model.bin", Assert.Throws<InvalidInputException>(() => ModelFile.Read("nowhere/model.bin")).Errors[0].File);

    [Theory]
    [InlineData("")]
    [InlineData("no model at all, but a text that is long enough to hold a checksum at its end")]
    public void What_is_no_model_is_refused(string content) =>
        Assert.Throws<InvalidInputException>(() => ModelFile.Read(System.Text.Encoding.UTF8.GetBytes(content), "text.bin"));
}
