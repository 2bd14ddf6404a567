using Signalbox.Engine.Features;
using Signalbox.Engine.StateMachines;
using Signalbox.Unit.Engine.StateMachines;

namespace Signalbox.Unit.Engine.Features;

public sealed class FeatureTransitionTests
{
    private static readonly string[] Design =
    [
        "Planning   -> InProgress Blocked",
        "InProgress -> Review Blocked",
        "Review     -> Completed Blocked",
        "Completed  ->",
        "Blocked    -> Planning InProgress Review",
    ];

    public static TheoryData<FeatureStatus, FeatureStatus, bool> Pairs => Matrix.Pairs<FeatureStatus>(Design);

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Table_EachPair_FollowsTheDesign(FeatureStatus from, FeatureStatus to, bool legal)
    {
        Assert.Equal(legal, FeatureTransitions.Table.Allows(from, to));
        if (!legal)
        {
            Assert.Throws<IllegalTransitionException>(() => FeatureTransitions.Table.Check(from, to));
        }
    }

    [Fact]
    public void Words_OfEachStatus_AreReadBack() => Assert.All(Enum.GetValues<FeatureStatus>(), s => Assert.Equal(s, FeatureWords.Read(FeatureWords.Of(s).ToUpperInvariant())));

    [Fact]
    public void Read_NoStatus_IsNone() => Assert.Null(FeatureWords.Read("done"));
}
