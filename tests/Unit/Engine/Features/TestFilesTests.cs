using Signalbox.Engine.Features;

namespace Signalbox.Unit.Engine.Features;

public sealed class TestFilesTests
{
    [Theory]
    [InlineData("tests/Unit/a.cs")]
    [InlineData("src/__tests__/a.js")]
    [InlineData("Test/a.php")]
    [InlineData("src/NoteTests.cs")]
    [InlineData("src/NoteTest.php")]
    [InlineData("pkg/note_test.go")]
    [InlineData("app/note.test.ts")]
    [InlineData("app/note.spec.ts")]
    [InlineData("note_spec.rb")]
    [InlineData("test_note.py")]
    public void IsTest_OfATest_IsTrue(string path) => Assert.True(TestFiles.IsTest(path));

    [Theory]
    [InlineData("src/note.cs")]
    [InlineData("src/latest/note.cs")]
    [InlineData("src/Contest.cs")]
    [InlineData("src/contest.py")]
    [InlineData("testing.md")]
    [InlineData("spec.yaml")]
    public void IsTest_OfOthers_IsFalse(string path) => Assert.False(TestFiles.IsTest(path));
}
