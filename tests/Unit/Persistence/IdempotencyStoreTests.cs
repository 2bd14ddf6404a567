using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

public abstract class IdempotencyStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly IdempotencyAnswer Created = new(201, "application/json", "/api/runs/1", "{}"u8.ToArray());

    private readonly string _key = Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Begin_Answered_RepeatsTheAnswerAlsoOnAnotherServer()
    {
        var turn = await BeginAsync();
        Assert.NotNull(turn.Token);
        Assert.True(await Database.Idempotency.CompleteAsync(turn, Created, Ct));
        await using var restarted = Database.Server();

        var repeated = await restarted.GetRequiredService<IIdempotencyStore>().BeginAsync("ann", _key, "hash", Ct);

        Assert.Null(repeated.Token);
        Assert.Equivalent(Created, repeated.Answer, strict: true);
    }

    [Fact]
    public async Task Begin_ManyAtOnceOnTwoServers_OneExecutesAndTheOthersGetItsAnswer()
    {
        await using var other = Database.Server();
        IIdempotencyStore[] servers = [Database.Idempotency, other.GetRequiredService<IIdempotencyStore>()];
        var executed = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () =>
            {
                var turn = await servers[i % 2].BeginAsync("ann", _key, "hash", Ct);
                if (turn.Token is null)
                {
                    return turn.Answer!.Location;
                }

                var location = Interlocked.Increment(ref executed).ToString(CultureInfo.InvariantCulture);
                await servers[i % 2].CompleteAsync(turn, new IdempotencyAnswer(201, null, location, []), Ct);
                return location;
            },
            Ct)));

        Assert.Equal(1, executed);
        Assert.All(answers, a => Assert.Equal("1", a));
    }

    [Fact]
    public async Task Begin_TakenOverFromOneWhoDied_SaysWhenTheKeyWasFirstSaid()
    {
        var first = await BeginAsync();
        Database.Clock.Advance(TimeSpan.FromHours(1));

        var second = await BeginAsync();

        Assert.NotNull(second.Token);
        Assert.NotEqual(first.Token, second.Token);
        Assert.NotNull(first.FirstSaid);
        Assert.Equal(first.FirstSaid, second.FirstSaid);
    }

    [Fact]
    public async Task Begin_SameKeyAnotherContent_SaysSo()
    {
        var turn = await BeginAsync();
        var early = await BeginAsync("another");
        await Database.Idempotency.CompleteAsync(turn, Created, Ct);

        foreach (var other in new[] { early, await BeginAsync("another") })
        {
            Assert.Equal((true, null, null), (other.IsOtherRequest, other.Token, other.Answer));
        }
    }

    [Fact]
    public async Task Begin_AnotherCaller_IsAnotherKey()
    {
        await BeginAsync();

        Assert.NotNull((await Database.Idempotency.BeginAsync("bob", _key, "hash", Ct)).Token);
    }

    [Fact]
    public async Task Begin_GivenBack_TheNextOneExecutes()
    {
        await Database.Idempotency.AbandonAsync(await BeginAsync(), Ct);

        Assert.NotNull((await BeginAsync("another")).Token);
    }

    [Fact]
    public async Task Begin_NobodyAnswered_TheNextOneExecutesAndTheLateAnswerIsRefused()
    {
        var lost = await BeginAsync();
        Database.Clock.Advance(TimeSpan.FromSeconds(30));

        var next = await BeginAsync();

        Assert.NotNull(next.Token);
        Assert.NotEqual(lost.Token, next.Token);
        Assert.False(await Database.Idempotency.CompleteAsync(lost, Created, Ct));
        Assert.True(await Database.Idempotency.CompleteAsync(next, Created, Ct));
    }

    [Fact]
    public async Task Begin_ADayLater_IsForgotten()
    {
        await Database.Idempotency.CompleteAsync(await BeginAsync(), Created, Ct);
        Database.Clock.Advance(TimeSpan.FromHours(24).Subtract(TimeSpan.FromTicks(1)));
        Assert.Null((await BeginAsync()).Token);
        Database.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.NotNull((await BeginAsync("another")).Token);
    }

    [Theory]
    [InlineData(IIdempotencyStore.MaxBodyBytes, true)]
    [InlineData(IIdempotencyStore.MaxBodyBytes + 1, false)]
    public async Task Complete_LongBody_IsKeptUpToItsLimit(int length, bool kept)
    {
        await Database.Idempotency.CompleteAsync(await BeginAsync(), Created with { Body = new byte[length] }, Ct);

        var answer = (await BeginAsync()).Answer!;

        Assert.Equal(201, answer.Status);
        Assert.Equal(kept ? length : null, answer.Body?.Length);
    }

    [Fact]
    public async Task Begin_MoreThanAreKept_ForgetsTheOldest()
    {
        for (var i = 0; i <= TestDatabase.MaxAnswers; i++)
        {
            Database.Clock.Advance(TimeSpan.FromTicks(1));
            await Database.Idempotency.CompleteAsync(await Database.Idempotency.BeginAsync("ann", $"{_key}-{i}", "hash", Ct), Created, Ct);
        }

        Assert.Equal($"{TestDatabase.MaxAnswers}", Assert.Single(await Database.QueryAsync("SELECT count(*) FROM idempotency")));
        Assert.Null((await Database.Idempotency.BeginAsync("ann", $"{_key}-1", "hash", Ct)).Token);
        Assert.NotNull((await Database.Idempotency.BeginAsync("ann", $"{_key}-0", "hash", Ct)).Token);
    }

    private Task<IdempotencyTurn> BeginAsync(string hash = "hash") => Database.Idempotency.BeginAsync("ann", _key, hash, Ct);
}
