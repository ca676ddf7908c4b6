using System.Text;
using System.Text.Json.Nodes;
using SbertRepro.Evaluation;
using SbertRepro.Evaluation.Ledger;
using Xunit;

namespace SbertRepro.Tests.Ledger;

public sealed class SignedStatementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_signed_is_read_again_with_its_signer()
    {
        var signed = Signed();

        var read = SignedStatement.Read(signed.ToFile(), "statement.json");

        Assert.Equal((signed.Id, signed.Signer), (read.Id, read.Signer));
        Assert.Equal(SigningKey.FingerprintOf(Convert.FromBase64String(read.Content.PublicKey)), read.Signer);
        Assert.Equal(0.5, read.Content.Runs[0].Cells[0].Score);
        Assert.Equal("code 1", read.Content.FingerprintOf(read.Content.Runs[0].Cells[0]).Inputs["code/metrics"]);
    }

    [Fact]
    public void The_same_results_signed_twice_are_the_same_statement() => Assert.Equal(Signed().Id, Signed().Id);

    [Fact]
    public void A_payload_with_one_flipped_bit_is_refused_wherever_it_is()
    {
        var file = JsonNode.Parse(Signed().ToFile())!;
        var payload = Convert.FromBase64String(file["payload"]!.GetValue<string>());
        for (var i = 0; i < payload.Length; i += 7)
        {
            payload[i] ^= 1;
            file["payload"] = Convert.ToBase64String(payload);
            Assert.Throws<ActionableException>(() => Read(file));
            payload[i] ^= 1;
        }

        file["payload"] = Convert.ToBase64String(payload);
        Assert.Equal(Signed().Id, Read(file).Id);
    }

    [Fact]
    public void A_changed_number_says_that_the_signature_does_not_fit()
    {
        var file = JsonNode.Parse(Signed().ToFile())!;
        Replace(file, "\"score\":0.5", "\"score\":0.6");

        var refused = Assert.Throws<ActionableException>(() => Read(file));

        Assert.StartsWith("statement.json: the signature does not fit the content", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Next: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_signature_of_another_key_is_refused_even_under_its_own_name()
    {
        var (mine, other) = (JsonNode.Parse(Signed().ToFile())!, JsonNode.Parse(Signed("other.pem").ToFile())!);
        mine["signatures"]![0]!["sig"] = other["signatures"]![0]!["sig"]!.GetValue<string>();
        Assert.Contains("does not fit", Assert.Throws<ActionableException>(() => Read(mine)).Message, StringComparison.Ordinal);

        mine["signatures"]![0]!["keyid"] = other["signatures"]![0]!["keyid"]!.GetValue<string>();
        Assert.Contains("does not fit", Assert.Throws<ActionableException>(() => Read(mine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_early_is_refused_wherever_it_ends()
    {
        var whole = Signed().ToFile();

        for (var length = 0; length < whole.Length - 2; length += 41)
            Assert.Contains("the whole file", Assert.Throws<ActionableException>(() => SignedStatement.Read(whole[..length], "statement.json")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_format_is_called_that_before_anything_else_is_read()
    {
        var file = JsonNode.Parse(Signed().ToFile())!;
        Replace(file, "\"format\":1", "\"format\":2,\"news\":[]");

        var refused = Assert.Throws<ActionableException>(() => Read(file));

        Assert.Equal("statement.json: a statement of format 2, expected format 1. Next: update sbert-repro, or have it signed by a version like this one.", refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"payloadType\":\"text/plain\",\"payload\":\"\",\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"application/vnd.sbert-repro.statement+json\",\"payload\":\"e30=\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"\"}]}")]
    [InlineData("{\"payloadType\":\"application/vnd.sbert-repro.statement+json\",\"payload\":\"e30=\",\"signatures\":[null]}")]
    public void What_is_no_statement_is_called_that(string text)
    {
        var refused = Assert.Throws<ActionableException>(() => SignedStatement.Read(Encoding.UTF8.GetBytes(text), "x.json"));

        Assert.Contains("not a signed statement", refused.Message, StringComparison.Ordinal);
    }

    private SignedStatement Signed(string key = "key.pem") => SampleStatements.Signed(SampleStatements.Of("fast", ("STS12", 0.5)), _folder.File(key));

    private static SignedStatement Read(JsonNode file) => SignedStatement.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), "statement.json");

    private static void Replace(JsonNode file, string before, string after)
    {
        var payload = Encoding.UTF8.GetString(Convert.FromBase64String(file["payload"]!.GetValue<string>()));
        Assert.Contains(before, payload, StringComparison.Ordinal);
        file["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.Replace(before, after, StringComparison.Ordinal)));
    }
}
