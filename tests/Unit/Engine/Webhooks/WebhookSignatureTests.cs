using Signalbox.Engine.Webhooks;

namespace Signalbox.Unit.Engine.Webhooks;

/// <summary>Standard Webhooks: HMAC-SHA256 over id, time and body.</summary>
public sealed class WebhookSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);

    private static ReadOnlySpan<byte> Body => "{\"test\": 2432232314}"u8;

    [Fact]
    public void Sign_ExampleOfTheSpecification_GivesItsSignature() => Assert.Equal(Expected, WebhookSignature.Sign(Secret, Id, Time, Body));

    [Theory]
    [InlineData(Expected)]
    [InlineData("v1,AAAA " + Expected)]
    [InlineData("v2,zzz v1,not-base64! " + Expected)]
    public void FindFault_SignedAMomentAgo_IsNone(string signature) =>
        Assert.Null(WebhookSignature.FindFault(Secret, Id, "1614265330", signature, Body, Time.AddMinutes(4)));

    [Theory]
    [InlineData("msg_2", "1614265330", Expected, "the signature is not")]
    [InlineData(Id, "1614265331", Expected, "the signature is not")]
    [InlineData(Id, "1614265330", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "the signature is not")]
    [InlineData(Id, "1614265330", "v1,", "the signature is not")]
    [InlineData(Id, "1614265330", "", "needs the headers")]
    [InlineData(Id, "yesterday", Expected, "needs the headers")]
    [InlineData(Id, "99999999999999999", Expected, "needs the headers")]
    [InlineData("", "1614265330", Expected, "needs the headers")]
    [InlineData(null, null, null, "needs the headers")]
    public void FindFault_AnythingElse_IsSaid(string? id, string? timestamp, string? signature, string fault) =>
        Assert.Contains(fault, WebhookSignature.FindFault(Secret, id, timestamp, signature, Body, Time), StringComparison.Ordinal);

    [Theory]
    [InlineData(6, "it was signed 360 s ago")]
    [InlineData(-6, "it was signed 360 s from now")]
    public void FindFault_SignedTooLongAgoOrInTheFuture_IsRefused(int minutes, string fault) =>
        Assert.StartsWith(fault, WebhookSignature.FindFault(Secret, Id, "1614265330", Expected, Body, Time.AddMinutes(minutes)), StringComparison.Ordinal);

    [Fact]
    public void FindFault_OtherBodyOrSecret_IsRefused()
    {
        Assert.NotNull(WebhookSignature.FindFault(Secret, Id, "1614265330", Expected, "{\"test\": 1}"u8, Time));
        Assert.NotNull(WebhookSignature.FindFault("another-secret", Id, "1614265330", Expected, Body, Time));
    }
}
