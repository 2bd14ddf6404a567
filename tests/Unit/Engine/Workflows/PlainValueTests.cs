using System.Text.Json;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Workflows;

public sealed class PlainValueTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("5")]
    [InlineData("5.0")]
    [InlineData("-0.5")]
    [InlineData("1E+20")]
    [InlineData("9223372036854775807")]
    [InlineData("\"a<b>&'é\\n\\u0001\"")]
    [InlineData("[1,[],{\"a\":null,\"b\":[true]}]")]
    public void ToJson_WhatFromJsonGave_IsTheSameText(string json) => Assert.Equal(json, PlainValue.ToJson(PlainValue.FromJson(json)));

    [Fact]
    public void ToJson_Dictionary_OrdersNames() => Assert.Equal("""{"B":1,"a":2}""", PlainValue.ToJson(PlainValue.FromJson("""{"a":2,"B":1}""")));

    [Fact]
    public void FromJson_Numbers_AreLongOrDouble()
    {
        Assert.Equal(5L, PlainValue.FromJson("5"));
        Assert.Equal(5.0, PlainValue.FromJson("5.0"));
        Assert.Equal(1e20, PlainValue.FromJson("100000000000000000000"));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("nonsense")]
    public void FromJson_Faulty_Throws(string json) => Assert.ThrowsAny<JsonException>(() => PlainValue.FromJson(json));

    [Fact]
    public void FromJson_TooDeep_Throws() => Assert.ThrowsAny<JsonException>(() => PlainValue.FromJson(new string('[', 65) + new string(']', 65)));

    [Fact]
    public void ToJson_NotPlain_Throws()
    {
        Assert.Throws<ArgumentException>(() => PlainValue.ToJson(double.NaN));
        Assert.Throws<ArgumentException>(() => PlainValue.ToJson(new Uri("http://localhost")));
        List<object?> endless = [];
        endless.Add(endless);
        Assert.Throws<ArgumentException>(() => PlainValue.ToJson(endless));
    }
}
