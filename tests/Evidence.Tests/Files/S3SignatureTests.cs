using System.Net.Http.Headers;
using Ecom389.Monitor.Evidence.Files;

namespace Ecom389.Monitor.Evidence.Tests.Files;

public sealed class S3SignatureTests
{
    /// <summary>The example "GET Object" of Amazon's S3 reference, "Authenticating Requests: Using the Authorization Header".</summary>
    [Fact]
    public void A_request_is_signed_as_in_Amazons_own_example()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        request.Headers.Range = new RangeHeaderValue(0, 9);
        S3Signature.Sign(request, S3Signature.Empty, new S3Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"), new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            string.Join(',', request.Headers.GetValues("Authorization")));
    }
}
