"""Bijoy's letters become Bangla in the order in which Bangla is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.typing.bijoy import to_bangla


@pytest.mark.parametrize(
    ("bijoy", "bangla"),
    [
        ("Avãyj Kwig", "আব্দুল করিম"),
        ("†gvt Avãyi iwng", "মোঃ আব্দুর রহিম"),
        ("‡gvt", "মোঃ"),
        ("LwZqv‡bi bKj", "খতিয়ানের নকল"),
        ("wc‡ivRcyi, KvDLvjx", "পিরোজপুর, কাউখালী"),
        ("evsjv‡`k|", "বাংলাদেশ।"),
        ("Dc‡Rjv wbe©vnx Kg©KZ©v", "উপজেলা নির্বাহী কর্মকর্তা"),
        ("wbev©nx", "নির্বাহী"),
        ("Avš—R©vwZK", "আন্তর্জাতিক"),
        ("¯^v¯’¨ Kg‡cø·", "স্বাস্থ্য কমপ্লেক্স"),
        ("m¤úwË", "সম্পত্তি"),
        ("cÖwZôvb", "প্রতিষ্ঠান"),
        ("gyw³‡hv×v", "মুক্তিযোদ্ধা"),
        ("K…wl", "কৃষি"),
        ("‰Zwi", "তৈরি"),
        ("`ªæZ", "দ্রুত"),
        ("e¨vsK", "ব্যাংক"),
        ("‡mŠ`x", "সৌদী"),
        ("Pvu`", "চাঁদ"),
        ("১২ 45", "১২ ৪৫"),
    ],
)
def test_words_of_the_office(bijoy, bangla):
    assert to_bangla(bijoy) == unicodedata.normalize("NFC", bangla)


@given(st.text(st.characters(max_codepoint=0x20FF), max_size=60))
def test_nothing_pasted_stops_it(text):
    turned = to_bangla(text)
    assert unicodedata.is_normalized("NFC", turned)
    assert turned.count("\n") == text.count("\n")
