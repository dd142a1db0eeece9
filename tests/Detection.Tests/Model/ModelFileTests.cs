using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Model;

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
    public void A_missing_model_is_named() =>
        Assert.Equal("nowhere/model.bin", Assert.Throws<InvalidInputException>(() => ModelFile.Read("nowhere/model.bin")).Errors[0].File);

    [Theory]
    [InlineData("")]
    [InlineData("no model at all, but a text that is long enough to hold a checksum at its end")]
    public void What_is_no_model_is_refused(string content) =>
        Assert.Throws<InvalidInputException>(() => ModelFile.Read(System.Text.Encoding.UTF8.GetBytes(content), "text.bin"));
}
